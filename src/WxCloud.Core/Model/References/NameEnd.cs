using System;

namespace WxCloud.Model.References;

/// <summary>Where the name of a file can end inside a text.</summary>
internal static class NameEnd
{
    /// <summary>Punctuation that ends a name in running text; names with these characters are found where they are quoted or are the whole text.</summary>
    private const string Ending = "\"'<>`|{}^，。、；：！？“”‘’「」『』《》【】（）…\u3000";

    private const string Closing = ".,;:!?'";

    /// <summary>The quotes before a name, and those that then end it.</summary>
    private static readonly (string Open, string Close)[] s_quotes =
    [
        ("&quot;", "&quot;"), ("&#34;", "&#34;"), ("&#39;", "&#39;"), ("%22", "%22"), ("%27", "%27"), ("\\u0022", "\\u0022"),
        ("'", "'"), ("`", "`"), ("(", ")"), ("[", "]"), ("<", ">"), ("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("【", "】"), ("（", "）"),
    ];

    /// <summary>
    /// Whether a name may end at a position of a text. Where text follows a name without a space, as in <c>a.png请看</c>, the end is not certain;
    /// in doubt it is possible.
    /// </summary>
    /// <param name="text">The text, which begins with the name.</param>
    /// <param name="length">The length of the name.</param>
    public static bool IsPossible(string text, int length)
    {
        if (length == text.Length)
        {
            return true;
        }

        return text[length] switch
        {
            >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' => false,
            '.' => length + 1 == text.Length || text[length + 1] is not (>= '0' and <= '9' or >= 'a' and <= 'z'),

            // The separators of image styles too (cloud.tencent.com/document/product/460/6936): a.png/small.
            '-' or '_' or '/' or '~' or '+' or '%' or '@' or '\\' => HasExtension(text, length),
            _ => true,
        };
    }

    /// <summary>Where the name probably ends that begins at a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">Where what precedes the name begins.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="limit">Where it ends at the latest: the next reference, or the end of the text.</param>
    /// <param name="spelling">How the text is escaped.</param>
    public static int Guess(string text, int root, int start, int limit, Spelling spelling)
    {
        if (CloseOf(text, root) is { } close)
        {
            var closing = text.IndexOf(close, start, limit - start, StringComparison.Ordinal);
            while (closing > 0 && close[close.Length - 1] == '"' && text[closing - 1] == '\\')
            {
                // A quote that is escaped more deeply belongs to the name.
                closing = text.IndexOf(close, closing + 1, limit - closing - 1, StringComparison.Ordinal);
            }

            if (closing > 0)
            {
                return closing;
            }
        }

        if (root == 0 && limit == text.Length && IsOneName(text, start))
        {
            return text.Length;
        }

        var isQueryValue = root > 0 && text[root - 1] == '=';
        var (round, square) = (0, 0);
        var end = start;
        for (; end < limit && !spelling.Ends(text, end) && !(isQueryValue && text[end] == '&'); end++)
        {
            var next = end + 1 < limit ? text[end + 1] : ' ';
            round += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
            square += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
            if (char.IsWhiteSpace(text[end]) || char.IsControl(text[end]) || Ending.Contains(text[end]) || round < 0 || square < 0
                || (text[end] is ',' or ';' && !char.IsLetterOrDigit(next))
                || (text[end] is ',' or ';' && end + 1 == limit))
            {
                break;
            }
        }

        // Percent-encoded values end at a delimiter, not with a sentence.
        while (end > start && !spelling.IsPercent && Closing.Contains(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Whether a text that begins with a reference is nothing else: one line, whose end is that of a name.</summary>
    private static bool IsOneName(string text, int start) =>
        text.IndexOfAny(['<', '>', '"', '\n', '\r'], start) < 0
        && (HasExtension(text, text.Length) || text.IndexOfAny([' ', '\t', '，', '。', ',', ';', '；'], start) < 0);

    /// <summary>What ends a name that is quoted: the quote in front of it, escaped in the same way.</summary>
    private static string? CloseOf(string text, int root)
    {
        if (root > 0 && text[root - 1] is '"')
        {
            var quote = root - 1;
            while (quote > 0 && text[quote - 1] == '\\')
            {
                quote--;
            }

            return text.Substring(quote, root - quote);
        }

        foreach (var (open, close) in s_quotes)
        {
            if (root >= open.Length && string.CompareOrdinal(text, root - open.Length, open, 0, open.Length) == 0)
            {
                return close;
            }
        }

        return null;
    }

    /// <summary>Whether the part after the last slash ends with a dot and one to five letters or digits.</summary>
    private static bool HasExtension(string text, int length)
    {
        var at = length;
        while (at > 0 && text[at - 1] is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z')
        {
            at--;
        }

        return length - at is >= 1 and <= 5 && at > 1 && text[at - 1] == '.' && text[at - 2] != '/';
    }
}
