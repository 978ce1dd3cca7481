using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>A range of bytes of an object.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteRange(long Start, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads a <c>Range</c> header against an object's length: null when there is none, or a malformed one (which is ignored).
    /// </summary>
    /// <exception cref="CosException">The range is outside the object, or there are several.</exception>
    public static ByteRange? Parse(string? header, long length)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> range = header.AsSpan(Unit.Length).Trim();
        if (range.Contains(','))
        {
            throw CosErrors.RangeNotSatisfiable(length);
        }

        var dash = range.IndexOf('-');
        if (dash < 0 || !TryReadPlace(range[..dash], out var first) || !TryReadPlace(range[(dash + 1)..], out var last))
        {
            return null;
        }

        return (first, last) switch
        {
            (null, null) => null,
            ({ } start, { } end) when end < start => null,
            ({ } start, _) when start >= length => throw CosErrors.RangeNotSatisfiable(length),
            ({ } start, null) => new ByteRange(start, length - start),
            ({ } start, { } end) => new ByteRange(start, Math.Min(end, length - 1) - start + 1),
            (null, { } suffix) when suffix == 0 || length == 0 => throw CosErrors.RangeNotSatisfiable(length),
            (null, { } suffix) => new ByteRange(Math.Max(0, length - suffix), Math.Min(suffix, length)),
        };
    }

    /// <summary>The value of <c>Content-Range</c>.</summary>
    public string Of(long length) => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{length}");

    private static bool TryReadPlace(ReadOnlySpan<char> text, out long? place)
    {
        place = null;
        text = text.Trim();
        if (text.IsEmpty)
        {
            return true;
        }

        // A place beyond every object is a place all the same (RFC 9110, section 14.1.1).
        var isNumber = !text.ContainsAnyExceptInRange('0', '9');
        place = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        return isNumber;
    }
}
