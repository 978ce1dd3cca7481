using System;
using WxCloud.Errors;

namespace WxCloud.Model;

/// <summary>
/// Makes the addresses in the service's replies ready to open. Whether it percent-encodes names is not documented, so the
/// cloud path decides: it is known, and only one reading of the address spells it.
/// </summary>
internal static class LinkUri
{
    /// <summary>The address with its path percent-encoded exactly once.</summary>
    /// <exception cref="WxCloudException">It is not an address.</exception>
    public static Uri Parse(string url, string cloudPath)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0 ? url.IndexOf('/', scheme + 3) : -1;
        if (start < 0)
        {
            throw Error.LinkUnusable(cloudPath);
        }

        var raw = FindRaw(url, start, cloudPath);
        var ready = raw < 0
            ? EscapeIllegal(url)
            : EscapeIllegal(url.Substring(0, raw)) + CloudPath.Escape(cloudPath) + EscapeIllegal(url.Substring(raw + cloudPath.Length));
        return Create(WithoutFragment(ready, cloudPath)) is { Scheme: "http" or "https" } uri ? uri : throw Error.LinkUnusable(cloudPath);
    }

    /// <summary>An address that is used as it is written: .NET would otherwise take names such as <c>%2E</c> apart.</summary>
    public static Uri? Create(string text)
    {
#if NET
        return Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var uri) ? uri : null;
#else
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
#endif
    }

    /// <summary>A fragment is never sent (RFC 9110, section 7.1); what looks like one in the path of a name with <c>#</c> is a part of the name.</summary>
    private static string WithoutFragment(string url, string cloudPath)
    {
        var fragment = url.IndexOf('#');
        if (fragment < 0)
        {
            return url;
        }

        var isOfTheName = cloudPath.Contains('#') && url.IndexOf('?', 0, fragment) < 0;
        return isOfTheName ? WithoutFragment(url.Remove(fragment, 1).Insert(fragment, "%23"), cloudPath) : url.Substring(0, fragment);
    }

    /// <summary>The index of the unencoded cloud path at the end of the address's path; -1 when it is encoded.</summary>
    private static int FindRaw(string url, int start, string cloudPath)
    {
        if (CloudPath.Escape(cloudPath) == cloudPath)
        {
            return -1;
        }

        var at = url.IndexOf("/" + cloudPath, start, StringComparison.Ordinal);
        var end = at + 1 + cloudPath.Length;
        return at >= 0 && (end == url.Length || url[end] == '?') ? at + 1 : -1;
    }

    /// <summary>Percent-encodes the characters that a URL must not contain, and no others.</summary>
    private static string EscapeIllegal(string text)
    {
        var legal = true;
        foreach (var character in text)
        {
            legal &= IsLegal(character);
        }

        if (legal)
        {
            return text;
        }

        var escaped = new System.Text.StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsLegal(text[i]))
            {
                escaped.Append(text[i]);
                continue;
            }

            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            escaped.Append(Uri.EscapeDataString(text.Substring(i, length)));
            i += length - 1;
        }

        return escaped.ToString();
    }

    private static bool IsLegal(char character) =>
        character is > ' ' and < '\x7F' and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}');
}
