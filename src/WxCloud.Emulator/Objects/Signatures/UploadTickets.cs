using System;
using System.Buffers.Text;
using System.Globalization;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>The two secrets of an upload ticket.</summary>
/// <param name="Authorization">The form field <c>Signature</c>.</param>
/// <param name="Token">The form field <c>x-cos-security-token</c>.</param>
internal readonly record struct UploadTicket(string Authorization, string Token);

/// <summary>The result of checking the ticket of a form.</summary>
internal enum TicketVerdict
{
    Good,
    NeverIssued,
    WrongToken,
    Lapsed,
}

/// <summary>
/// Issues upload tickets, each for one path and 900 seconds, and checks them. What the real signature covers is not known, so it is not
/// recomputed by COS rules but recognized by a keyed digest; nothing is stored for that.
/// </summary>
internal sealed class UploadTickets(EmulatorClock clock)
{
    public const int LifetimeSeconds = 900;

    public const string SecretId = "AKIDemulatorUploadTicket";
    private const string KeyTimeField = "&q-key-time=";
    private const int SignatureLength = 20;
    private const int TokenLength = 372;

    public UploadTicket Issue(string bucket, string path) => Write(bucket, path, clock.UnixSeconds);

    public TicketVerdict Check(string bucket, string path, string authorization, string? token)
    {
        if (!TryReadStart(authorization, out var start) || Write(bucket, path, start) is var issued && !KeyedDigest.AreEqual(issued.Authorization, authorization))
        {
            return TicketVerdict.NeverIssued;
        }

        if (token is null || !KeyedDigest.AreEqual(issued.Token, token))
        {
            return TicketVerdict.WrongToken;
        }

        return clock.UnixSeconds > start + LifetimeSeconds ? TicketVerdict.Lapsed : TicketVerdict.Good;
    }

    private static UploadTicket Write(string bucket, string path, long start)
    {
        var keyTime = string.Create(CultureInfo.InvariantCulture, $"{start};{start + LifetimeSeconds}");
        var signature = Convert.ToHexStringLower(KeyedDigest.Compute("ticket", SignatureLength, keyTime, bucket, path));
        var token = Base64Url.EncodeToString(KeyedDigest.Compute("session", TokenLength, keyTime, bucket, path));
        return new UploadTicket(
            $"q-sign-algorithm=sha1&q-ak={SecretId}&q-sign-time={keyTime}{KeyTimeField}{keyTime}&q-header-list=&q-url-param-list=&q-signature={signature}",
            token);
    }

    private static bool TryReadStart(string authorization, out long start)
    {
        start = 0;
        var field = authorization.IndexOf(KeyTimeField, StringComparison.Ordinal);
        if (field < 0)
        {
            return false;
        }

        ReadOnlySpan<char> keyTime = authorization.AsSpan(field + KeyTimeField.Length);
        var end = keyTime.IndexOf(';');
        return end is > 0 and < 12 && long.TryParse(keyTime[..end], NumberStyles.None, CultureInfo.InvariantCulture, out start);
    }
}
