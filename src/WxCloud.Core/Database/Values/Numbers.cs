using System.Globalization;

namespace WxCloud.Database.Values;

/// <summary>What JavaScript's numbers, and so the literals of statements, can hold.</summary>
internal static class Numbers
{
    /// <summary>2^53: every whole number up to it is exact as a JavaScript number.</summary>
    public const long MaxExact = 1L << 53;

    /// <summary>The name under which extended JSON writes a double that has no literal; <see langword="null"/> for all others.</summary>
    public static string? NameOf(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsPositiveInfinity(number) ? "Infinity"
        : double.IsNegativeInfinity(number) ? "-Infinity"
        : number == 0 && 1 / number < 0 ? "-0.0"
        : null;

    /// <summary>A text that reads back as the same double. .NET Framework's R format does not always do so.</summary>
    public static string ToText(double number)
    {
#if NET
        return number.ToString("R", CultureInfo.InvariantCulture);
#else
        var text = number.ToString("G15", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == number ? text : number.ToString("G17", CultureInfo.InvariantCulture);
#endif
    }
}
