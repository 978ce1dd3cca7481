using System;
using System.Security.Cryptography;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>The digests in the formats of the service.</summary>
internal static class Digests
{
    public static byte[] Md5(ReadOnlySpan<byte> bytes)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(bytes);
        return md5.GetHashAndReset();
    }

    public static string ETag(ReadOnlySpan<byte> bytes) => $"\"{Convert.ToHexStringLower(Md5(bytes))}\"";
}
