using System;
using System.Collections.Generic;

namespace WxCloud.Transfers.Upload;

/// <summary>One part of a path with wildcards; <see cref="PathPattern"/> has their meaning.</summary>
internal sealed class NamePattern
{
    private readonly List<Element> _elements = [];

    public NamePattern(string text)
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
                    _elements.Add(new(IsAnyText: false, character => IsInSet(character, set)));
                    i = end;
                    break;
                default:
                    i += text[i] == '`' && i < text.Length - 1 ? 1 : 0;
                    var literal = char.ToUpperInvariant(text[i]);
                    _elements.Add(new(IsAnyText: false, character => char.ToUpperInvariant(character) == literal));
                    break;
            }
        }
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

    private static bool IsInSet(char character, string set)
    {
        var upper = char.ToUpperInvariant(character);
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            var last = isRange ? set[i + 2] : set[i];
            if ((set[i] <= character && character <= last) || (char.ToUpperInvariant(set[i]) <= upper && upper <= char.ToUpperInvariant(last)))
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }

    private sealed record Element(bool IsAnyText, Func<char, bool> Takes);
}
