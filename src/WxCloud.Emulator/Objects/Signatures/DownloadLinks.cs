using System;
using System.Globalization;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>
/// Temporary URLs. Private ones have <c>t</c>, the second in which they expire, and <c>sign</c>, a keyed digest of the path and <c>t</c>. Public
/// ones have no query and never expire.
/// </summary>
internal sealed class DownloadLinks(EmulatorClock clock, EmulatorUrls urls, bool publicRead)
{
    public const int MinAge = 1;
    public const int MaxAge = 86_400;

    private const int SignatureLength = 16;

    public string Issue(RequestTarget target, CloudEnvironment environment, string path, int maxAgeSeconds)
    {
        var url = urls.Link(target, environment, path);
        if (publicRead)
        {
            return url;
        }

        var lapsesAt = (clock.UnixSeconds + maxAgeSeconds).ToString(CultureInfo.InvariantCulture);
        Span<char> signature = stackalloc char[2 * SignatureLength];
        Sign(environment.Bucket, path, lapsesAt, signature);
        return $"{url}?sign={signature}&t={lapsesAt}";
    }

    /// <exception cref="CosException">The link is unsigned, tampered with or has expired.</exception>
    public void ThrowIfUnusable(string bucket, string path, QueryParameters query)
    {
        if (publicRead)
        {
            return;
        }

        if (query["sign"] is not { Length: > 0 } signature || query["t"] is not { Length: > 0 } lapsesAt)
        {
            throw CosErrors.LinkUnsigned();
        }

        Span<char> expected = stackalloc char[2 * SignatureLength];
        Sign(bucket, path, lapsesAt, expected);
        if (!KeyedDigest.AreEqual(signature, expected) || !long.TryParse(lapsesAt, NumberStyles.None, CultureInfo.InvariantCulture, out var end))
        {
            throw CosErrors.LinkTampered();
        }

        if (clock.UnixSeconds > end)
        {
            throw CosErrors.LinkExpired();
        }
    }

    private static void Sign(string bucket, string path, string lapsesAt, Span<char> hex)
    {
        Span<byte> digest = stackalloc byte[SignatureLength];
        KeyedDigest.Compute("link", digest, lapsesAt, bucket, path);
        Convert.TryToHexStringLower(digest, hex, out _);
    }
}
