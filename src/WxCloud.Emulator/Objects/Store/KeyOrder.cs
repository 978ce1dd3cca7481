using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The order of a listing: that of the keys' UTF-8 bytes. The ordinal order of .NET strings differs from it between surrogate pairs and the characters from
/// U+E000 on.
/// </summary>
internal sealed class KeyOrder : IComparer<string>
{
    private const char FirstSurrogate = '\uD800';
    private const char FirstAboveSurrogates = '\uE000';

    public static KeyOrder Instance { get; } = new();

    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        return Rank(left[common]) - Rank(right[common]);
    }

    int IComparer<string>.Compare(string? x, string? y) => Compare(x, y);

    /// <summary>Surrogates are ranked above all other code units.</summary>
    private static int Rank(char character)
    {
        return character switch
        {
            < FirstSurrogate => character,
            < FirstAboveSurrogates => character + 0x2000,
            _ => character - 0x800,
        };
    }
}
