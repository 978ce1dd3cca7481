using System;
using System.Collections.Generic;
using System.Text;

namespace WxCloud.Model;

/// <summary>
/// A name with wildcards, as PowerShell has them (about_Wildcards): <c>*</c>, <c>?</c> for exactly one character, <c>[abc]</c>,
/// <c>[a-z]</c>, and the backtick before a character that is meant as it is.
/// </summary>
internal sealed class NamePattern
{
    private static readonly char[] s_wildcards = ['*', '?', '['];

    private readonly List<Element> _elements = [];

    /// <param name="text">The pattern.</param>
    /// <param name="isCaseSensitive">Whether upper and lower case differ, as they do in cloud paths.</param>
    public NamePattern(string text, bool isCaseSensitive = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    _elements.Add(new(IsAnyText: true, static _ => true));
                    break;
                case '?':
                    _elements.Add(new(IsAnyText: false, static _ => true));
                    break;
                case '[' when text.IndexOf(']', i + 1) is var end && end > i + 1:
                    var set = text.Substring(i + 1, end - i - 1);
                    _elements.Add(new(IsAnyText: false, character => IsInSet(character, set, isCaseSensitive)));
                    i = end;
                    break;
                default:
                    i += text[i] == '`' && i < text.Length - 1 ? 1 : 0;
                    var literal = text[i];
                    _elements.Add(new(IsAnyText: false, character => character == literal || (!isCaseSensitive && char.ToUpperInvariant(character) == char.ToUpperInvariant(literal))));
                    break;
            }
        }
    }

    public static bool HasWildcards(string text) => IndexOfWildcard(text) >= 0;

    /// <summary>The place of the first wildcard, escaped or not; -1 when there is none.</summary>
    public static int IndexOfWildcard(string text) => text.IndexOfAny(s_wildcards);

    /// <summary>The text of a name in which backticks protect characters.</summary>
    public static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == '`' && i < text.Length - 1 ? 1 : 0;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>Whether a whole name matches. Only the last star is ever given another length, so time is bounded by both lengths.</summary>
    public bool Matches(string name)
    {
        var (element, at) = (0, 0);
        var (star, starAt) = (-1, 0);
        while (at < name.Length)
        {
            if (element < _elements.Count && _elements[element].IsAnyText)
            {
                (star, starAt) = (element++, at);
            }
            else if (element < _elements.Count && _elements[element].Takes(name[at]))
            {
                element++;
                at++;
            }
            else if (star >= 0)
            {
                (element, at) = (star + 1, ++starAt);
            }
            else
            {
                return false;
            }
        }

        return _elements.FindIndex(element, static rest => !rest.IsAnyText) < 0;
    }

    private static bool IsInSet(char character, string set, bool isCaseSensitive)
    {
        var upper = char.ToUpperInvariant(character);
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            var last = isRange ? set[i + 2] : set[i];
            if ((set[i] <= character && character <= last) || (!isCaseSensitive && char.ToUpperInvariant(set[i]) <= upper && upper <= char.ToUpperInvariant(last)))
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }

    private sealed record Element(bool IsAnyText, Func<char, bool> Takes);
}
