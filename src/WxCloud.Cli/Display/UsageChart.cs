using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Display;

/// <summary>What files take, as bars for people: by folder, and below that by type, the largest first.</summary>
internal static class UsageChart
{
    private const int MinBar = 8;
    private const int MaxBar = 60;

    /// <summary>Columns of the size, the number of files and the gaps.</summary>
    private const int FixedColumns = 10 + 2 + 9 + 2 + 2;

    public static IEnumerable<string> Lines(IReadOnlyList<WxCloudStorageUsage> rows, int width)
    {
        var folders = Sum(rows, static row => row.Folder.Length == 0 ? "." : row.Folder);
        var types = Sum(rows, static row => row.Type.Length == 0 ? Texts.WithoutExtension : row.Type);
        var longest = folders.Concat(types).Select(static row => row.Name.Length).DefaultIfEmpty().Max();
        var bar = Math.Clamp(width - FixedColumns - longest - 1, MinBar, MaxBar);
        return folders.Select(row => Line(row, bar)).Append(string.Empty).Concat(types.Select(row => Line(row, bar)));
    }

    private static List<(string Name, long Count, long Length, double Share)> Sum(IReadOnlyList<WxCloudStorageUsage> rows, Func<WxCloudStorageUsage, string> nameOf) =>
        [.. rows.GroupBy(nameOf, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Sum(static row => row.Count), group.Sum(static row => row.Length), group.Sum(static row => row.Share)))
            .OrderByDescending(static row => row.Item3)
            .ThenBy(static row => row.Key, StringComparer.Ordinal)];

    private static string Line((string Name, long Count, long Length, double Share) row, int bar)
    {
        var filled = new string('█', (int)Math.Round(row.Share * bar));
        return string.Create(CultureInfo.CurrentCulture, $"{Sizes.Format(row.Length),10}  {row.Count,9}  {filled.PadRight(bar, '·')}  {row.Name}");
    }
}
