using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Emulator.Model;

/// <summary>
/// Keyed digests by which the emulator recognizes what it issued (tickets, links, tokens, file metadata) without storing it. The key
/// is as public as the other credentials and the same in every emulator, so that tickets and links survive a restart.
/// </summary>
internal static class KeyedDigest
{
    private const int SmallLength = 512;

    private static readonly byte[] s_key = SHA256.HashData(Encoding.UTF8.GetBytes($"{EmulatorCredentials.AppSecret}/{EmulatorCredentials.SecretKey}"));

    // An object that has the key takes 40 % of the time of HMACSHA256.HashData, which hands it to OpenSSL at each call.
    [ThreadStatic]
    private static HMACSHA256? t_hmac;

    /// <summary>Digests the parts, of which only the last may contain a line feed, into the given number of bytes.</summary>
    public static byte[] Compute(string purpose, int length, params ReadOnlySpan<string> parts)
    {
        var digest = new byte[length];
        Compute(purpose, digest, parts);
        return digest;
    }

    /// <summary>Digests the parts, of which only the last may contain a line feed, into as many bytes as the digest has.</summary>
    public static void Compute(string purpose, Span<byte> digest, params ReadOnlySpan<string> parts)
    {
        // One byte for the line feed after each text, and the last for the number of the round.
        var textLength = purpose.Length + 2;
        foreach (var part in parts)
        {
            textLength += Encoding.UTF8.GetByteCount(part) + 1;
        }

        Span<byte> text = textLength <= SmallLength ? stackalloc byte[SmallLength] : new byte[textLength];
        var written = Append(text, 0, purpose);
        foreach (var part in parts)
        {
            written = Append(text, written, part);
        }

        var hmac = t_hmac ??= new HMACSHA256(s_key);
        Span<byte> block = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var round = 0; !digest.IsEmpty; round++)
        {
            text[written] = (byte)round;
            hmac.TryComputeHash(text[..(written + 1)], block, out _);
            var count = Math.Min(block.Length, digest.Length);
            block[..count].CopyTo(digest);
            digest = digest[count..];
        }
    }

    /// <summary>Compares two texts in a time that does not depend on where they differ.</summary>
    public static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left), MemoryMarshal.AsBytes(right));
    }

    private static int Append(Span<byte> text, int written, string part)
    {
        written += Encoding.UTF8.GetBytes(part, text[written..]);
        text[written] = (byte)'\n';
        return written + 1;
    }
}
