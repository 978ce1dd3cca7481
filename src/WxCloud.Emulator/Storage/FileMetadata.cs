using System;
using WxCloud.Emulator.Hosting;
using WxCloud.Emulator.Objects;

namespace WxCloud.Emulator.Storage;

/// <summary>
/// The value of <c>x-cos-meta-fileid</c>, by which the cloud side knows a file as its own. An object without it, or with another path's, is
/// stored all the same but cannot be had through the cloud side.
/// </summary>
internal static class FileMetadata
{
    private const int Length = 112;

    public static string ValueFor(string bucket, string path) => Convert.ToBase64String(Seal.Compute("fileid", Length, bucket, path));

    public static bool IsPresent(ObjectRecord record)
    {
        return record.Header(ObjectRecord.FileIdHeader) is { } value && Seal.AreEqual(value, ValueFor(record.Bucket, record.Key));
    }
}
