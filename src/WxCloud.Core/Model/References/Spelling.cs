using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace WxCloud.Model.References;

/// <summary>
/// How a text spells the colon and the slash: plainly, or escaped by JSON (<c>\/</c>), by a URL (<c>%2F</c>) or by HTML
/// (<c>&amp;#x2F;</c>), also more than once. The rest of a name is escaped in the same way.
/// </summary>
/// <param name="Colon">The colon as it is spelled.</param>
/// <param name="Slash">The slash as it is spelled.</param>
internal sealed record Spelling(string Colon, string Slash)
{
    /// <summary>How often decoding is repeated on its own result.</summary>
    private const int MaxDepth = 3;

    /// <summary>The codes of the question mark and the number sign.</summary>
    private static readonly string[] s_queryMarks = ["3F", "3f", "23"];

    private static readonly string[] s_markup = ["&quot;", "&lt;", "&gt;", "&nbsp;", "&#34;", "&#60;", "&#62;"];

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether nothing is escaped.</summary>
    public bool IsPlain => Slash == "/" && Colon == ":";

    /// <summary>Whether the text is percent-encoded.</summary>
    public bool IsPercent => Slash.StartsWith('%');

    /// <summary>How often the text is percent-encoded.</summary>
    private int Level => IsPercent ? (Slash.Length - 1) / 2 : 0;

    /// <summary>Writes a text of letters, digits, dots, dashes, colons and slashes in the same way.</summary>
    public string Write(string text) => IsPlain ? text : text.Replace("/", Slash).Replace(":", Colon);

    /// <summary>Whether a character cannot belong to a name that is escaped in this way.</summary>
    public bool Ends(string text, int at) => text[at] switch
    {
        '%' or '.' or '-' or '_' or '~' or '!' or '*' or '(' or ')' or '+' => false,
        '&' => (IsPercent && !text.AsSpan(at).StartsWith("&#".AsSpan())) || IsMarkup(text, at),
        '\\' => at + 1 == text.Length || text[at + 1] is not ('u' or '/' or '\\'),
        var character => IsPercent && !(character < '\x80' && char.IsLetterOrDigit(character)),
    };

    /// <summary>Where the query of a URL begins; its end when there is none.</summary>
    public int FindQuery(string text, int start, int end)
    {
        var mark = text.IndexOfAny(['?', '#'], start, end - start);
        var escaped = IsPercent ? Slash.Substring(0, Slash.Length - 2) : null;
        var at = escaped is null
            ? -1
            : s_queryMarks
                .Select(code => text.IndexOf(escaped + code, start, end - start, StringComparison.Ordinal))
                .Where(static found => found >= 0)
                .DefaultIfEmpty(-1)
                .Min();
        return (mark, at) switch
        {
            (< 0, < 0) => end,
            (< 0, _) => at,
            (_, < 0) => mark,
            _ => Math.Min(mark, at),
        };
    }

    /// <summary>The likely reading of a name.</summary>
    /// <param name="spelled">The name as the text spells it.</param>
    /// <param name="kind">The kind of reference that it is a part of: URLs are percent-encoded once more.</param>
    public string Read(string spelled, FileReferenceKind kind)
    {
        for (var i = 0; i < Level; i++)
        {
            spelled = DecodePercent(spelled);
        }

        // Names rarely have backslashes: these are escapes, which may be escaped again.
        var isJson = !IsPercent && (Slash[0] == '\\' || spelled.Contains('\\'));
        for (var i = 0; i < (isJson ? MaxDepth : 0); i++)
        {
            spelled = DecodeJson(spelled);
        }

        spelled = isJson || IsPercent ? spelled : WebUtility.HtmlDecode(spelled);
        return kind == FileReferenceKind.Url ? DecodePercent(spelled) : spelled;
    }

    /// <summary>All readings of a text, the most literal one first.</summary>
    public IReadOnlyList<string> ReadAll(string spelled)
    {
        if (spelled.IndexOfAny(['%', '&', '\\', '+']) < 0)
        {
            return [spelled];
        }

        var readings = new List<string> { spelled };
        var first = 0;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var last = readings.Count;
            for (; first < last; first++)
            {
                var reading = readings[first];
                foreach (var next in new[] { DecodeJson(reading), DecodePercent(reading), WebUtility.HtmlDecode(reading), IsPercent ? reading.Replace('+', ' ') : reading })
                {
                    if (!readings.Contains(next))
                    {
                        readings.Add(next);
                    }
                }
            }
        }

        return readings;
    }

    /// <summary>Whether an ampersand begins an entity that stands for the end of an attribute or the next tag.</summary>
    private static bool IsMarkup(string text, int at) =>
        s_markup.Any(entity => string.CompareOrdinal(text, at, entity, 0, entity.Length) == 0);

    /// <summary>Decodes what is percent-encoded as UTF-8, and leaves everything else as it is.</summary>
    private static string DecodePercent(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        var bytes = new byte[text.Length / 3];
        for (var i = 0; i < text.Length;)
        {
            var (start, count) = (i, 0);
            while (i + 2 < text.Length && text[i] == '%' && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
            {
                bytes[count++] = (byte)((Uri.FromHex(text[i + 1]) * 16) + Uri.FromHex(text[i + 2]));
                i += 3;
            }

            if (count == 0)
            {
                decoded.Append(text[i++]);
                continue;
            }

            try
            {
                decoded.Append(s_strictUtf8.GetString(bytes, 0, count));
            }
            catch (DecoderFallbackException)
            {
                // The bytes are cut off, or in another encoding.
                decoded.Append(text, start, i - start);
            }
        }

        return decoded.ToString();
    }

    /// <summary>Decodes the escapes of a JSON string.</summary>
    private static string DecodeJson(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                decoded.Append(text[i]);
            }
            else if (text[i + 1] == 'u' && i + 5 < text.Length && text.Skip(i + 2).Take(4).All(Uri.IsHexDigit))
            {
                decoded.Append((char)text.Skip(i + 2).Take(4).Aggregate(0, static (code, digit) => (code * 16) + Uri.FromHex(digit)));
                i += 5;
            }
            else
            {
                decoded.Append(text[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var same => same });
            }
        }

        return decoded.ToString();
    }
}
