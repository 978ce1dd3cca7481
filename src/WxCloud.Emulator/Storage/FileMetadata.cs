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
    private const string Purpose = "fileid";
    private const int Length = 112;

    public static string ValueFor(string bucket, string path) => Convert.ToBase64String(KeyedDigest.Compute(Purpose, Length, bucket, path));

    public static bool IsPresent(ObjectRecord record)
    {
        if (record.Header(ObjectRecord.FileIdHeader) is not { } value)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[Length];
        KeyedDigest.Compute(Purpose, digest, record.Bucket, record.Key);
        Span<char> expected = stackalloc char[(Length + 2) / 3 * 4];
        Convert.TryToBase64Chars(digest, expected, out _);
        return KeyedDigest.AreEqual(value, expected);
    }
}
