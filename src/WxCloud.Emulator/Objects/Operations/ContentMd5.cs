using System;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The MD5 that a client states for the bytes that it sends.</summary>
internal static class ContentMd5
{
    private const int Length = 16;

    /// <summary>Reads the stated digest; null when there is none.</summary>
    /// <exception cref="CosException">It is not the base64 of an MD5.</exception>
    public static byte[]? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var md5 = new byte[Length];
        return Convert.TryFromBase64String(text, md5, out var length) && length == Length ? md5 : throw CosErrors.InvalidDigest();
    }

    /// <exception cref="CosException">The digest of the bytes is another.</exception>
    public static void ThrowIfDifferent(byte[]? announced, ObjectDigest digest)
    {
        if (announced is not null && !announced.AsSpan().SequenceEqual(digest.Md5))
        {
            throw CosErrors.BadDigest();
        }
    }
}
