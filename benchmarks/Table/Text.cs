using System;
using System.Globalization;

namespace WxCloud.Benchmarks.Table;

/// <summary>How figures are written.</summary>
internal static class Text
{
    private const double Megabyte = 1e6;

    public static string Of(TimeSpan time) =>
        time.TotalSeconds < 1 ? Invariant($"{time.TotalMilliseconds:F0} ms") : Invariant($"{time.TotalSeconds:F2} s");

    public static string Ratio(double ratio) => ratio >= 10 ? Invariant($"{ratio:F1}") : Invariant($"{ratio:F2}");

    /// <summary>Memory, in millions of bytes.</summary>
    public static string Memory(long bytes) => Invariant($"{bytes / Megabyte:F0} MB");

    /// <summary>The length of a file, in powers of 1024.</summary>
    public static string Length(long bytes) =>
        bytes >= 1L << 30 ? Invariant($"{bytes / (double)(1L << 30):0.#} GiB")
        : bytes >= 1L << 20 ? Invariant($"{bytes / (double)(1L << 20):0.#} MiB")
        : Invariant($"{bytes / 1024.0:0.#} KiB");

    public static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
