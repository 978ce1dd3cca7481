using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>Masks what must not be shown of a logged request: secrets, tokens, signatures and session keys, in headers, queries and bodies.</summary>
internal static partial class SecretMask
{
    public const string Mask = "***";

    private const string Name = "${name}";
    private const int TimeoutMilliseconds = 1000;

    private static readonly string[] s_secretHeaders =
        ["authorization", "cookie", "proxy-authorization", "set-cookie", "x-amz-security-token", "x-cos-security-token", "x-wxcloud-key"];

    /// <summary>A path and query, with the values of secret parameters masked.</summary>
    public static string Query(string target) => SecretParameter().Replace(target, Name + Mask);

    public static string Header(string name, string value)
    {
        return Array.Exists(s_secretHeaders, secret => secret.Equals(name, StringComparison.OrdinalIgnoreCase)) ? Mask : Query(value);
    }

    /// <summary>A JSON or XML body as text; null stays null. The signatures of URLs in it are masked, their paths are not.</summary>
    public static string? Body(byte[]? body)
    {
        return body is null ? null : Query(SecretElement().Replace(SecretMember().Replace(Encoding.UTF8.GetString(body), Name + Mask + "\""), Name + Mask));
    }

    public static IReadOnlyList<LoggedHeader> Headers(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var masked = new LoggedHeader[headers.Count];
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] = new LoggedHeader(headers[i].Key, Header(headers[i].Key, headers[i].Value));
        }

        return masked;
    }

    private const string Names =
        "access_token|cloudbase_access_token|secret|sign|signature|q-signature|js_code|session_key|token|x-cos-security-token|x-amz-security-token|x-amz-signature";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex("(?<name>[?&](" + Names + ")=)[^&#\"\\\\<\\s]*", Options, TimeoutMilliseconds)]
    private static partial Regex SecretParameter();

    [GeneratedRegex(
        "(?<name>\"(" + Names + "|authorization|secretid|secretkey|appsecret|tmpsecretkey|sessiontoken)\"\\s*:\\s*\")([^\"\\\\]|\\\\.)*\"", Options, TimeoutMilliseconds)]
    private static partial Regex SecretMember();

    [GeneratedRegex("(?<name><(StringToSign|FormatString|SignatureProvided)>)[^<]*", Options, TimeoutMilliseconds)]
    private static partial Regex SecretElement();
}
