using System;
using System.Collections.Generic;

namespace WxCloud.Cos.Buckets;

/// <summary>
/// The order of a listing: by UTF-8 bytes, which is the order of code points. UTF-16 order differs for characters beyond
/// the basic plane. <see langword="null"/> comes first.
/// </summary>
internal sealed class KeyOrder : IComparer<string?>
{
    public static KeyOrder Instance { get; } = new();

    /// <summary>The later one of two names.</summary>
    public static string Max(string one, string other) => Instance.Compare(one, other) >= 0 ? one : other;

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] != y[i])
            {
                return Rank(x[i]) - Rank(y[i]);
            }
        }

        return x.Length - y.Length;
    }

    /// <summary>Surrogates are ranked above all other code units.</summary>
    private static int Rank(char character) => char.IsSurrogate(character) ? character + 0x10000 : character;
}
