using System;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Emulator.Model;

/// <summary>
/// Keyed digests by which the emulator recognizes what it issued (tickets, links, tokens, file metadata) without storing it. The key
/// is as public as the other credentials and the same in every emulator, so that tickets and links survive a restart.
/// </summary>
internal static class KeyedDigest
{
    private static readonly byte[] s_key = SHA256.HashData(Encoding.UTF8.GetBytes($"{EmulatorCredentials.AppSecret}/{EmulatorCredentials.SecretKey}"));

    /// <summary>Digests the parts, of which only the last may contain a line feed, into the given number of bytes.</summary>
    public static byte[] Compute(string purpose, int length, params ReadOnlySpan<string> parts)
    {
        var text = Encoding.UTF8.GetBytes($"{purpose}\n{string.Join('\n', parts!)}\n#");
        var digest = new byte[length];
        Span<byte> block = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (int filled = 0, round = 0; filled < length; filled += block.Length, round++)
        {
            text[^1] = (byte)round;
            HMACSHA256.HashData(s_key, text, block);
            block[..Math.Min(block.Length, length - filled)].CopyTo(digest.AsSpan(filled));
        }

        return digest;
    }

    /// <summary>Compares two texts in a time that does not depend on where they differ.</summary>
    public static bool AreEqual(string left, string right)
    {
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
    }
}
