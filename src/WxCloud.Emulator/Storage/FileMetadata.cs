using System;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Storage;

/// <summary>
/// The value of <c>x-cos-meta-fileid</c>, by which the cloud side recognizes a file. An object without it, or with that of another path, is
/// stored but cannot be read by its fileID.
/// </summary>
internal static class FileMetadata
{
    private const int Length = 112;

    public static string ValueFor(string bucket, string path) => Convert.ToBase64String(KeyedDigest.Compute("fileid", Length, bucket, path));

    public static bool IsPresent(ObjectRecord record)
    {
        return record.Header(ObjectRecord.FileIdHeader) is { } value && KeyedDigest.AreEqual(value, ValueFor(record.Bucket, record.Key));
    }
}
