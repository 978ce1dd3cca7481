using System.Collections.Generic;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects;

/// <summary>
/// The bucket and the key of a request to the object host.
/// </summary>
/// <param name="Bucket">The bucket by its full name.</param>
/// <param name="Key">The key, empty for the bucket itself.</param>
/// <param name="BucketInPath">True in path style.</param>
internal sealed record ObjectAddress(string Bucket, string Key, bool BucketInPath)
{
    /// <summary>
    /// The paths that a signature may have been computed over. In path style clients differ: some sign the path of the URL, some the key alone.
    /// </summary>
    public IEnumerable<string> SignablePaths()
    {
        yield return $"/{Key}";
        if (BucketInPath)
        {
            yield return $"/{Bucket}/{Key}";
        }
    }

    /// <exception cref="CosException">The key is invalid.</exception>
    public void ThrowIfInvalidKey() => ThrowIfInvalidKey(Key);

    /// <exception cref="CosException">The key is invalid.</exception>
    public static void ThrowIfInvalidKey(string key)
    {
        if (!CloudPath.IsValidKey(key))
        {
            throw CosErrors.InvalidObjectName();
        }

        if (CloudPath.IsTooLong(key))
        {
            throw CosErrors.KeyTooLong();
        }
    }
}
