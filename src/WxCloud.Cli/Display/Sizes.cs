using System.Globalization;

namespace WxCloud.Cli.Display;

/// <summary>Lengths as people read them.</summary>
internal static class Sizes
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <param name="bytes">The length in bytes.</param>
    public static string Format(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < s_units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.CurrentCulture, $"{bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.CurrentCulture)} {s_units[unit]}");
    }
}
