using System;
using System.Linq;
using WxCloud.Secrets;

namespace WxCloud.Model;

/// <summary>What <c>tcb/uploadfile</c> returns: where a file may be posted, and with which fields.</summary>
/// <param name="Url">The object host, path style.</param>
/// <param name="CloudPath">The path that the ticket is for.</param>
/// <param name="Authorization">The signature, which goes whole into one field.</param>
/// <param name="SecurityToken">The session token.</param>
/// <param name="FileId">The fileID that the file will have.</param>
/// <param name="CosFileId">The metadata without which the cloud cannot use the file.</param>
/// <param name="ObtainedOn">When it was issued; it is valid for 900 seconds.</param>
internal sealed record UploadTicket(
    Uri Url,
    string CloudPath,
    Secret Authorization,
    Secret SecurityToken,
    FileId FileId,
    string CosFileId,
    DateTimeOffset ObtainedOn)
{
    /// <summary>
    /// The key that the URL names: the cloud path, and before it the base path of an environment whose bucket is shared
    /// (cloud.tencent.com/document/api/876/132025). The cloud path itself where the URL names another one.
    /// </summary>
    public string Key => Place is { } place && place.Key.EndsWith(CloudPath, StringComparison.Ordinal) ? place.Key : CloudPath;

    /// <summary>
    /// The bucket, the host without it, and the key, as the URL has them; <see langword="null"/> when it does not name the bucket of
    /// the fileID.
    /// </summary>
    public (string Bucket, string Host, string Key)? Place
    {
        get
        {
            var path = Uri.UnescapeDataString(Url.AbsolutePath).TrimStart('/');
            var label = Url.Host.Split('.')[0];
            if (IsBucket(label, FileId.Bucket))
            {
                return (label, Url.Host.Substring(label.Length + 1), path);
            }

            var slash = path.IndexOf('/');
            return slash > 0 && IsBucket(path.Substring(0, slash), FileId.Bucket)
                ? (path.Substring(0, slash), Url.Host, path.Substring(slash + 1))
                : null;
        }
    }

    /// <summary>FileIDs name the bucket with or without the account's number; addresses always have it.</summary>
    public static bool IsBucket(string name, string fileIdBucket) =>
        name == fileIdBucket
        || (name.StartsWith(fileIdBucket + "-", StringComparison.Ordinal) && name.Skip(fileIdBucket.Length + 1).All(char.IsAsciiDigit));
}
