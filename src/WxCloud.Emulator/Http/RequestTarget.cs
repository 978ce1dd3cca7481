using System;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WxCloud.Emulator.Http;

/// <summary>
/// The target of a request, read from its raw request line: <c>/path?query</c>, or the absolute form that clients send to a proxy.
/// </summary>
/// <param name="Scheme">The scheme that the client used.</param>
/// <param name="Authority">Host and port that the client used; the URLs of replies have the same.</param>
/// <param name="Path">The path, decoded once, with its leading slash and with dot segments kept; null when it cannot be decoded.</param>
/// <param name="Query">The query parameters.</param>
internal sealed record RequestTarget(string Scheme, string Authority, string? Path, QueryParameters Query)
{
    /// <summary>The host without the port, in lower case.</summary>
    public string Host { get; } = HostString.FromUriComponent(Authority).Host.ToLowerInvariant();

    public static RequestTarget Of(HttpContext context)
    {
        ReadOnlySpan<char> raw = ((IHttpRequestFeature)context.Features[typeof(IHttpRequestFeature)]!).RawTarget;
        var schemeEnd = raw.StartsWith('/') ? -1 : raw.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd > 0)
        {
            // The server has replaced the Host header by the authority of an absolute URI.
            var authorityLength = raw[(schemeEnd + 3)..].IndexOfAny('/', '?');
            raw = authorityLength < 0 ? "/" : raw[(schemeEnd + 3 + authorityLength)..];
        }

        var queryStart = raw.IndexOf('?');
        ReadOnlySpan<char> rawPath = queryStart < 0 ? raw : raw[..queryStart];
        ReadOnlySpan<char> rawQuery = queryStart < 0 ? [] : raw[(queryStart + 1)..];
        var path = PercentEncoding.TryDecode(rawPath.IsEmpty ? "/" : rawPath, out var decoded) ? decoded : null;
        return new RequestTarget(SchemeOf(context.Request), context.Request.Host.Value ?? string.Empty, path, QueryParameters.Parse(rawQuery));
    }

    /// <summary>A TLS proxy in front of the emulator names the scheme that its client used.</summary>
    private static string SchemeOf(HttpRequest request) =>
        request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase) ? "https" : request.Scheme;
}
