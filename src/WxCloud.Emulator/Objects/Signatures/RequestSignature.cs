using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>The time span in which a signature is valid, in Unix seconds.</summary>
internal readonly record struct KeyTime(string Text, long Start, long End)
{
    public static KeyTime? Parse(string? text)
    {
        var separator = text?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        return separator > 0
            && long.TryParse(text.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && long.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new KeyTime(text!, start, end)
            : null;
    }
}

/// <summary>The COS signature of a request: in the header, in seven query parameters, or in the one parameter <c>sign</c>.</summary>
internal sealed record RequestSignature(
    string SecretId,
    KeyTime SignTime,
    KeyTime KeyTime,
    IReadOnlySet<string> HeaderNames,
    IReadOnlySet<string> ParameterNames,
    string Signature)
{
    private const string SignatureField = "q-signature";

    public static bool IsPresent(HttpRequest request, QueryParameters query) => Find(request, query) is not null;

    /// <summary>The signature of a request; null when it has none.</summary>
    /// <exception cref="CosException">It is malformed.</exception>
    public static RequestSignature? Of(HttpRequest request, QueryParameters query)
    {
        if (request.Headers.Authorization.ToString().StartsWith("AWS ", StringComparison.Ordinal))
        {
            throw CosErrors.UnsupportedSignature();
        }

        return Find(request, query) is { } fields
            ? Read(fields) ?? throw CosErrors.InvalidArgument("The signature lacks a field or has a malformed one.")
            : null;
    }

    /// <summary>Reads a signature from text in the format of the header; null when it is malformed.</summary>
    public static RequestSignature? Parse(string text) => Read(Split(text));

    private static Func<string, string?>? Find(HttpRequest request, QueryParameters query)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Contains(SignatureField, StringComparison.Ordinal))
        {
            return Split(header);
        }

        if (query.Contains(SignatureField))
        {
            return name => query[name];
        }

        return query["sign"] is { } sign && sign.Contains(SignatureField, StringComparison.Ordinal) ? Split(sign) : null;
    }

    private static Func<string, string?> Split(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in text.Split('&', StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            fields[equals < 0 ? field : field[..equals]] = equals < 0 ? string.Empty : field[(equals + 1)..];
        }

        return fields.GetValueOrDefault;
    }

    private static RequestSignature? Read(Func<string, string?> fields)
    {
        if (fields("q-sign-algorithm") != "sha1"
            || fields("q-ak") is not { } secretId
            || KeyTime.Parse(fields("q-sign-time")) is not { } signTime
            || KeyTime.Parse(fields("q-key-time")) is not { } keyTime
            || fields("q-header-list") is not { } headers
            || fields("q-url-param-list") is not { } parameters
            || fields(SignatureField) is not { } signature)
        {
            return null;
        }

        return new RequestSignature(secretId, signTime, keyTime, Names(headers), Names(parameters), signature);
    }

    private static HashSet<string> Names(string list)
    {
        return list.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
    }
}
