using System;
using System.Collections.Generic;
using System.Text;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>
/// The value and the parameters of a header such as <c>form-data; name="key"; filename=a.png</c>. Values may be quoted or not. Inside quotes a
/// backslash escapes a quote and itself; before anything else it is plain text, since old clients send whole Windows paths.
/// </summary>
internal sealed class HeaderParameters
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private HeaderParameters(string value) => Value = value;

    /// <summary>The text before the first semicolon, in lower case.</summary>
    public string Value { get; }

    public string? this[string name] => _parameters.GetValueOrDefault(name);

    /// <summary>Reads a header; null when it is malformed or names a parameter twice.</summary>
    public static HeaderParameters? Parse(string header)
    {
        var end = header.IndexOf(';', StringComparison.Ordinal);
        var parameters = new HeaderParameters((end < 0 ? header : header[..end]).Trim().ToLowerInvariant());
        ReadOnlySpan<char> rest = end < 0 ? [] : header.AsSpan(end);
        while (!rest.Trim().IsEmpty)
        {
            rest = rest.TrimStart();
            if (rest[0] != ';')
            {
                return null;
            }

            rest = rest[1..].TrimStart();
            if (rest.IsEmpty)
            {
                return parameters;
            }

            var equals = rest.IndexOf('=');
            if (equals < 1 || ReadValue(rest[(equals + 1)..], out var length) is not { } value
                || !parameters._parameters.TryAdd(rest[..equals].Trim().ToString(), value))
            {
                return null;
            }

            rest = rest[(equals + 1 + length)..];
        }

        return parameters;
    }

    /// <summary>A file name: the extended form (RFC 5987, UTF-8 only) before the plain one.</summary>
    public string? FileName()
    {
        const string Utf8 = "UTF-8'";
        if (this["filename*"] is { } extended && extended.StartsWith(Utf8, StringComparison.OrdinalIgnoreCase))
        {
            var encoded = extended.IndexOf('\'', Utf8.Length);
            if (encoded > 0 && PercentEncoding.TryDecode(extended.AsSpan(encoded + 1), out var name))
            {
                return name;
            }
        }

        return this["filename"];
    }

    private static string? ReadValue(ReadOnlySpan<char> text, out int length)
    {
        if (!text.StartsWith('"'))
        {
            length = text.IndexOf(';');
            length = length < 0 ? text.Length : length;
            return text[..length].Trim().ToString();
        }

        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                length = i + 1;
                return value.ToString();
            }

            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                i++;
            }

            value.Append(text[i]);
        }

        length = text.Length;
        return null;
    }
}

/// <summary>The content type of a form.</summary>
internal static class MediaType
{
    // RFC 2046 allows 70 characters; some clients write more.
    private const int MaxBoundaryLength = 200;

    public static bool IsForm(string? contentType)
    {
        return contentType?.StartsWith("multipart/form-data", System.StringComparison.OrdinalIgnoreCase) is true;
    }

    /// <summary>The boundary of a form; null when the content type names none that is usable.</summary>
    public static string? Boundary(string? contentType)
    {
        var boundary = IsForm(contentType) ? HeaderParameters.Parse(contentType!)?["boundary"] : null;
        return boundary?.Length is > 0 and <= MaxBoundaryLength ? boundary : null;
    }
}
