using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Admin.Signatures;

/// <summary>A TC3 signature as the SDKs make it (cloudbase-admin.md, section 2).</summary>
internal sealed record Tc3Signature(string SecretId, string Date, string[] ParameterNames, string[] HeaderNames, string Signature)
{
    private const string Algorithm = "TC3-HMAC-SHA256";
    private const string Service = "tcb";
    private const string Terminator = "tc3_request";

    /// <summary>Reads the header; null when it is malformed.</summary>
    public static Tc3Signature? Parse(string header)
    {
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var field in header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            fields[equals < 0 ? field : field[..equals]] = equals < 0 ? string.Empty : field[(equals + 1)..];
        }

        return fields.GetValueOrDefault("Credential")?.Split('/') is [var id, var date, Service, Terminator]
            && fields.TryGetValue("SignedHeaders", out var headers)
            && fields.TryGetValue("Signature", out var signature)
            ? new Tc3Signature(id, date, Names(fields.GetValueOrDefault("SignedParams", string.Empty)), Names(headers), signature)
            : null;
    }

    /// <summary>The text of a body member as it is signed: a string itself, anything else as its JSON; null is empty.</summary>
    public static string SignedText(JsonElement value)
    {
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => string.Empty,
            _ => value.GetRawText(),
        };
    }

    /// <summary>The signature that the request should have.</summary>
    public string Compute(string secretKey, long timestamp, RequestTarget target, HttpRequest request, JsonElement body)
    {
        var scope = $"{Date}/{Service}/{Terminator}";
        var text = string.Create(CultureInfo.InvariantCulture, $"{Algorithm}\n{timestamp}\n{scope}\n{Hash(Canonical(target, request, body))}");
        var key = Encoding.UTF8.GetBytes($"TC3{secretKey}");
        foreach (var part in (string[])[Date, Service, Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string[] Names(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string Canonical(RequestTarget target, HttpRequest request, JsonElement body)
    {
        var raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? string.Empty : raw[(question + 1)..];
        var headers = string.Concat(HeaderNames.Select(name => $"{name}:{request.Headers[name].ToString().ToLowerInvariant().Trim()}\n"));
        return $"post\n//{target.Authority}{target.Path}\n{query}\n{headers}\n{string.Join(';', HeaderNames)}\n{Hash(Payload(body))}";
    }

    private string Payload(JsonElement body)
    {
        // The names are in lower case, and so are matched without regard to it.
        var members = body.EnumerateObject().GroupBy(member => member.Name.ToLowerInvariant()).ToDictionary(group => group.Key, group => SignedText(group.Last().Value).Trim(), StringComparer.Ordinal);

        // Some versions name empty members as signed, but no version signs them.
        return string.Concat(ParameterNames.Select(name => members.GetValueOrDefault(name) is { Length: > 0 } text ? $"&{name}={text}\r\n" : string.Empty));
    }
}
