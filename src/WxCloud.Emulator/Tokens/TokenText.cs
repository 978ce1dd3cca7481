using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Tokens;

/// <summary>The endpoint that issued a token; it determines the parameter of the token.</summary>
internal enum TokenKind
{
    Ordinary,
    Stable,

    /// <summary>The token inside a cloud container, sent as <c>cloudbase_access_token</c>.</summary>
    CloudRun,
}

/// <summary>The content of a token: enough to distinguish an expired or replaced one from one that was never issued.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenText(TokenKind Kind, int Generation, DateTimeOffset IssuedAt)
{
    private const string Prefix = "97_";
    private const int HeaderLength = 13;
    private const int NonceLength = 59;
    private const int BodyLength = HeaderLength + NonceLength;
    private const int SealLength = 32;

    /// <summary>Writes a new, unique token.</summary>
    public string Write()
    {
        Span<byte> token = stackalloc byte[BodyLength + SealLength];
        token[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32BigEndian(token[1..], Generation);
        BinaryPrimitives.WriteInt64BigEndian(token[5..], IssuedAt.UtcTicks);
        RandomNumberGenerator.Fill(token[HeaderLength..BodyLength]);
        SealOf(token[..BodyLength]).CopyTo(token[BodyLength..]);
        return Prefix + Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; false when it was not written by an emulator.</summary>
    public static bool TryRead(string text, out TokenText token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[BodyLength + SealLength];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || text.Length != Prefix.Length + Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.TryDecodeFromChars(text.AsSpan(Prefix.Length), bytes, out var length)
            || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(SealOf(bytes[..BodyLength]), bytes[BodyLength..]))
        {
            return false;
        }

        token = new TokenText(
            (TokenKind)bytes[0],
            BinaryPrimitives.ReadInt32BigEndian(bytes[1..]),
            new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[5..]), TimeSpan.Zero));
        return true;
    }

    private static byte[] SealOf(ReadOnlySpan<byte> body) => KeyedDigest.Compute("token", SealLength, Convert.ToHexString(body));
}
