using System;
using System.Collections.Generic;

namespace WxCloud.Secrets;

/// <summary>
/// A text that must not be shown: AppSecret, token, signature. It prints as stars wherever it ends up, and only
/// <see cref="Reveal"/> gives it away, so that every use can be found by that name. While it lives, no text that passes
/// the <see cref="Sanitiser"/> holds it either, even when the other side repeats it.
/// </summary>
internal sealed class Secret : IEquatable<Secret>
{
    /// <summary>What a secret prints as.</summary>
    public const string Mask = "***";

    /// <summary>Shorter ones are parts of ordinary words; no real secret is.</summary>
    private const int LeastMaskedLength = 6;

    private const int LeastPruneCount = 256;

    private static readonly List<WeakReference<Secret>> s_living = [];
    private static int s_pruneAt = LeastPruneCount;

    private readonly string _value;

    public Secret(string value)
    {
        _value = value;
        if (value.Length >= LeastMaskedLength)
        {
            Remember(this);
        }
    }

    public bool IsEmpty => _value.Length == 0;

    public string Reveal() => _value;

    /// <summary>The text without any secret that is still in use, as it is or as a URL carries it.</summary>
    public static string MaskIn(string text)
    {
        lock (s_living)
        {
            foreach (var reference in s_living)
            {
                if (reference.TryGetTarget(out var secret))
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

    private static void Remember(Secret secret)
    {
        lock (s_living)
        {
            if (s_living.Count >= s_pruneAt)
            {
                s_living.RemoveAll(static reference => !reference.TryGetTarget(out _));
                s_pruneAt = Math.Max(LeastPruneCount, 2 * s_living.Count);
            }

            s_living.Add(new(secret));
        }
    }
}
