using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Secrets;

/// <summary>
/// A text that must not be shown: AppSecret, token, signature. It prints as stars, and only <see cref="Reveal"/> gives the text,
/// so that every use can be found by that name. While it is in use, text that passes the <see cref="Sanitiser"/> does not hold
/// it either, even when the other side repeats it.
/// </summary>
internal sealed class Secret : IEquatable<Secret>
{
    /// <summary>What a secret prints as.</summary>
    public const string Mask = "***";

    /// <summary>A text of at least this length that mixes letters with digits or signs is masked wherever it appears.</summary>
    private const int MinMixedLength = 8;

    /// <summary>A text of letters alone could be a word of any message below this length.</summary>
    private const int MinLettersLength = 20;

    private const int MinPruneCount = 256;

    /// <summary>The secrets in use that are masked in any text, the longest first: one may be part of another.</summary>
    private static readonly List<Entry> s_inUse = [];

    private static int s_pruneAt = MinPruneCount;

    private readonly string _value;

    public Secret(string value)
    {
        _value = value;
        if (IsDistinct(value))
        {
            Remember(this);
        }
    }

    public bool IsEmpty => _value.Length == 0;

    public string Reveal() => _value;

    /// <summary>
    /// The text without any secret that is in use, as it is or as a URL carries it. A value so short or ordinary that it may be
    /// in a message for another reason is kept: the <see cref="Sanitiser"/> masks it in the places of secrets.
    /// </summary>
    public static string MaskIn(string text)
    {
        lock (s_inUse)
        {
            foreach (var entry in s_inUse)
            {
                // Most texts are shorter than a token.
                if (entry.Length <= text.Length && entry.Secret.TryGetTarget(out var secret))
                {
                    text = text.Replace(secret._value, Mask).Replace(Uri.EscapeDataString(secret._value), Mask);
                }
            }
        }

        return text;
    }

    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    public override string ToString() => Mask;

    /// <summary>Whether a text is a secret wherever it appears. AppSecrets have 32 hexadecimal digits, tokens some 160 characters.</summary>
    private static bool IsDistinct(string value) =>
        value.Length >= MinMixedLength && (value.Length >= MinLettersLength || !value.All(char.IsLetter));

    private static void Remember(Secret secret)
    {
        lock (s_inUse)
        {
            if (s_inUse.Count >= s_pruneAt)
            {
                s_inUse.RemoveAll(static entry => !entry.Secret.TryGetTarget(out _));
                s_pruneAt = Math.Max(MinPruneCount, 2 * s_inUse.Count);
            }

            var entry = new Entry(secret._value.Length, new(secret));
            var place = s_inUse.BinarySearch(entry, Entry.LongestFirst);
            s_inUse.Insert(place < 0 ? ~place : place, entry);
        }
    }

    private sealed record Entry(int Length, WeakReference<Secret> Secret)
    {
        public static IComparer<Entry> LongestFirst { get; } = Comparer<Entry>.Create(static (one, other) => other.Length.CompareTo(one.Length));
    }
}
