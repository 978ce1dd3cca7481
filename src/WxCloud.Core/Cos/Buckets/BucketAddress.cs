using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Cos.Buckets;

/// <summary>
/// Where the bucket of an environment is reached, and how its keys and cloud paths correspond. Read from an upload ticket,
/// which names all of it and stores nothing.
/// </summary>
/// <param name="Root">The address that keys are appended to; it ends with a slash.</param>
/// <param name="Bucket">The full name of the bucket, with the account's number.</param>
/// <param name="Region">The region; <see langword="null"/> where the host does not name one.</param>
/// <param name="BasePath">
/// The prefix of every key when environments share a bucket (cloud.tencent.com/document/api/876/132025); usually empty.
/// </param>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="FileIdBucket">The bucket as the service writes it in fileIDs.</param>
internal sealed record BucketAddress(Uri Root, string Bucket, string? Region, string BasePath, string EnvironmentId, string FileIdBucket)
{
    private const string HostStart = "cos.";
    private static readonly string[] s_hostEnds = [".myqcloud.com", ".tencentcos.cn"];

    /// <summary>Reads the address from a ticket.</summary>
    /// <exception cref="WxCloudException">The ticket's URL and fileID do not belong together.</exception>
    public static BucketAddress Of(UploadTicket ticket)
    {
        var (bucket, endpointHost, key) = ticket.Place ?? throw Error.NotAnAnswer("tcb/uploadfile", "url, file_id");
        if (!key.EndsWith(ticket.CloudPath, StringComparison.Ordinal))
        {
            throw Error.NotAnAnswer("tcb/uploadfile", "url");
        }

        var url = ticket.Url;
        var region = RegionOf(endpointHost);
        var port = url.IsDefaultPort ? string.Empty : ":" + url.Port.ToString(CultureInfo.InvariantCulture);
        // COS supports path-style addresses for the form post only (436/96243).
        var isVirtual = region is not null || url.Host.StartsWith(bucket + ".", StringComparison.Ordinal);
        var root = isVirtual ? $"{url.Scheme}://{bucket}.{endpointHost}{port}/" : $"{url.Scheme}://{url.Host}{port}/{bucket}/";
        return new(
            new(root),
            bucket,
            region,
            key.Substring(0, key.Length - ticket.CloudPath.Length),
            ticket.FileId.EnvironmentId,
            ticket.FileId.Bucket);
    }

    /// <summary>The address of a key, or of the bucket itself when the key is empty.</summary>
    public Uri For(string key, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var text = Root.AbsoluteUri + CloudPath.Escape(key);
        if (query.Count > 0)
        {
            text += "?" + string.Join("&", query.Select(static pair =>
                pair.Value.Length == 0 ? Uri.EscapeDataString(pair.Key) : Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
        }

        return LinkUri.Create(text) ?? throw Error.NotAnAnswer("tcb/uploadfile", "url");
    }

    /// <summary>The decoded path that a request for a key has, as its signature needs it.</summary>
    public string PathOf(string key) => Uri.UnescapeDataString(Root.AbsolutePath) + key;

    /// <summary>How <c>x-cos-copy-source</c> names a key of this bucket (cloud.tencent.com/document/product/436/10881).</summary>
    public string CopySource(string key) => $"{Bucket}.cos.{Region ?? "ap-shanghai"}.myqcloud.com/{CloudPath.Escape(key)}";

    /// <summary>The key of a cloud path.</summary>
    public string KeyOf(string cloudPath) => BasePath + cloudPath;

    /// <summary>The cloud path of a key; <see langword="null"/> for a key that belongs to another environment.</summary>
    public string? CloudPathOf(string key) => key.StartsWith(BasePath, StringComparison.Ordinal) ? key.Substring(BasePath.Length) : null;

    /// <summary>The fileID of a cloud path.</summary>
    public FileId FileIdOf(string cloudPath) => FileId.Of(EnvironmentId, FileIdBucket, cloudPath);

    /// <summary>The file that an object is, as HEAD describes it.</summary>
    public WxCloudFile FileOf(string cloudPath, ObjectHead head) =>
        Create(cloudPath, head.Length, head.ETag, head.Crc64, head.ContentType, head.LastModified);

    /// <summary>The file that an object of a listing is. Its key belongs to this environment.</summary>
    public WxCloudFile FileOf(ObjectSummary item) =>
        Create(CloudPathOf(item.Key)!, item.Length, item.ETag, crc64: null, contentType: null, item.LastModified);

    /// <summary>The folder that a common prefix of a listing is. It belongs to this environment.</summary>
    public WxCloudFile FolderOf(string key) =>
        Create(CloudPathOf(key)!, length: 0, etag: null, crc64: null, contentType: null, lastModified: null);

    /// <summary>Whether a fileID of this environment names this bucket; the account's number may be left out on either side.</summary>
    public bool Holds(FileId fileId) => UploadTicket.IsBucket(Bucket, fileId.Bucket);

    private WxCloudFile Create(string cloudPath, long length, string? etag, string? crc64, string? contentType, DateTimeOffset? lastModified) => new()
    {
        FileId = FileIdOf(cloudPath).Text,
        CloudPath = cloudPath,
        EnvironmentId = EnvironmentId,
        Bucket = FileIdBucket,
        Length = length,
        ETag = etag,
        Crc64 = crc64,
        ContentType = contentType,
        LastModified = lastModified,
        IsFolder = cloudPath.Length == 0 || cloudPath.EndsWith('/'),
    };

    private static string? RegionOf(string host)
    {
        var end = s_hostEnds.FirstOrDefault(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return end is not null && host.StartsWith(HostStart, StringComparison.OrdinalIgnoreCase) && host.Length > HostStart.Length + end.Length
            ? host.Substring(HostStart.Length, host.Length - HostStart.Length - end.Length)
            : null;
    }
}
