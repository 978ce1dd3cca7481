using System;
using System.Buffers;
using System.Globalization;

namespace WxCloud.Emulator.Model;

/// <summary>A cloud environment and the one bucket it owns.</summary>
internal sealed class CloudEnvironment
{
    /// <summary>The numeric account number in every bucket name; not the AppID of the Mini Program.</summary>
    public const string OwnerAppId = "1250000000";

    /// <summary>The region of every sample in the service's documentation.</summary>
    public const string Region = "ap-shanghai";

    private static readonly SearchValues<char> s_idCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <param name="id">The environment id.</param>
    /// <param name="basePath">The prefix of every key; empty, or text that ends in a slash.</param>
    /// <exception cref="ArgumentException">The environment id or the base path is invalid.</exception>
    public CloudEnvironment(string id, string basePath)
    {
        if (basePath.Length > 0 && (!basePath.EndsWith('/') || !CloudPath.IsValid(basePath)))
        {
            throw new ArgumentException($"'{basePath}' is not a base path: it must end in a slash and must not begin with one.", nameof(basePath));
        }

        if (!IsValidId(id))
        {
            throw new ArgumentException($"'{id}' is not an environment id: it has two or more of a-z, 0-9 and '-', and the first two are not '-'.", nameof(id));
        }

        Id = id;
        BasePath = basePath;
        BucketWithoutAppId = string.Create(CultureInfo.InvariantCulture, $"{(int)id[0]:x2}{(int)id[1]:x2}-{id}");
        Bucket = $"{BucketWithoutAppId}-{OwnerAppId}";
    }

    public string Id { get; }

    /// <summary>The bucket by its full name; the four hex digits are the ASCII codes of the id's first two characters.</summary>
    public string Bucket { get; }

    /// <summary>The bucket as some fileIDs of the documentation write it.</summary>
    public string BucketWithoutAppId { get; }

    /// <summary>
    /// The prefix that every key of this environment has and its cloud paths do not, as in a bucket that several environments share
    /// (cloud.tencent.com/document/api/876/132025); empty when the bucket is the environment's own.
    /// </summary>
    public string BasePath { get; }

    /// <summary>The key of the object behind a cloud path.</summary>
    public string KeyOf(string cloudPath) => BasePath + cloudPath;

    private static bool IsValidId(string id)
    {
        return id.Length >= 2 && id[0] != '-' && id[1] != '-'
            && !id.AsSpan().ContainsAnyExcept(s_idCharacters);
    }
}
