using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Threading;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>A pair of keys that signs requests to the object host.</summary>
/// <param name="SecretId">The public half.</param>
/// <param name="SecretKey">The secret half.</param>
/// <param name="Token">The session token that is required with it; null for the permanent pair.</param>
/// <param name="ExpiresAt">When it expires, in Unix seconds; null for the permanent pair.</param>
internal sealed record KeyPair(string SecretId, string SecretKey, string? Token, long? ExpiresAt);

/// <summary>
/// The permanent pair of keys, and temporary ones for <c>tcb/getqcloudtoken</c> and containers. Temporary pairs contain their expiry
/// and are recognized by a digest, so they survive a restart without being stored.
/// </summary>
internal sealed class KeyPairs(EmulatorClock clock)
{
    private const string TemporaryPrefix = "AKID";
    private const int NonceLength = 12;
    private const int BodyLength = sizeof(long) + sizeof(int) + NonceLength;
    private const int DigestLength = 12;
    private const int SecretKeyLength = 24;
    private const int TokenLength = 360;

    private static readonly KeyPair s_permanent = new(EmulatorCredentials.SecretId, EmulatorCredentials.SecretKey, null, null);

    // Pairs of an earlier generation have expired.
    private int _generation;

    /// <summary>A new temporary pair.</summary>
    public KeyPair Issue(int lifetimeSeconds)
    {
        Span<byte> id = stackalloc byte[BodyLength + DigestLength];
        BinaryPrimitives.WriteInt64BigEndian(id, clock.UnixSeconds + lifetimeSeconds);
        BinaryPrimitives.WriteInt32BigEndian(id[sizeof(long)..], Volatile.Read(ref _generation));
        RandomNumberGenerator.Fill(id[(sizeof(long) + sizeof(int))..BodyLength]);
        Digest(id[..BodyLength]).CopyTo(id[BodyLength..]);
        return Read(TemporaryPrefix + Base64Url.EncodeToString(id))!;
    }

    /// <summary>Makes every temporary pair expire now.</summary>
    public void ExpireAll() => Interlocked.Increment(ref _generation);

    /// <summary>
    /// The pair of a SecretId.
    /// </summary>
    /// <param name="secretId">The SecretId of a request.</param>
    /// <param name="token">The session token of the request; null when it has none.</param>
    /// <exception cref="CosException">The SecretId is unknown, the token is not its own, or the pair has expired.</exception>
    public KeyPair Find(string secretId, string? token)
    {
        var pair = secretId == s_permanent.SecretId ? s_permanent : Read(secretId) ?? throw CosErrors.UnknownSecretId();
        if (pair.Token is { } wanted && (string.IsNullOrEmpty(token) || !KeyedDigest.AreEqual(wanted, token)))
        {
            // Without its token a temporary SecretId is unknown.
            throw string.IsNullOrEmpty(token) ? CosErrors.UnknownSecretId() : CosErrors.AccessDenied();
        }

        return pair.ExpiresAt < clock.UnixSeconds ? throw CosErrors.ExpiredToken() : pair;
    }

    private KeyPair? Read(string secretId)
    {
        Span<byte> id = stackalloc byte[BodyLength + DigestLength];
        if (!secretId.StartsWith(TemporaryPrefix, StringComparison.Ordinal)
            || secretId.Length != TemporaryPrefix.Length + Base64Url.GetEncodedLength(id.Length)
            || !Base64Url.TryDecodeFromChars(secretId.AsSpan(TemporaryPrefix.Length), id, out _)
            || !CryptographicOperations.FixedTimeEquals(Digest(id[..BodyLength]), id[BodyLength..]))
        {
            return null;
        }

        return new KeyPair(
            secretId,
            Base64Url.EncodeToString(KeyedDigest.Compute("secret-key", SecretKeyLength, secretId)),
            Base64Url.EncodeToString(KeyedDigest.Compute("session-token", TokenLength, secretId)),
            BinaryPrimitives.ReadInt32BigEndian(id[sizeof(long)..]) < Volatile.Read(ref _generation) ? 0 : BinaryPrimitives.ReadInt64BigEndian(id));
    }

    private static byte[] Digest(ReadOnlySpan<byte> body) => KeyedDigest.Compute("secret-id", DigestLength, Convert.ToHexString(body));
}
