using System.Collections.Generic;
using System.IO;
using System.Linq;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>Writes what was measured as the table that docs/performance.md shows.</summary>
internal static class MarkdownTable
{
    private const string Nothing = "–";

    public static void Write(TextWriter output, string sizes, IReadOnlyList<Measurement> lines)
    {
        output.WriteLine($"{Machine.Describe()}. {sizes}");
        output.WriteLine();
        output.WriteLine("| Work | Ours | Peer or floor | Ratio | Goal | Met | Peak memory |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        var notes = lines.Select(static line => line.Note).OfType<string>().Distinct().ToList();
        foreach (var line in lines)
        {
            var mark = line.Note is null ? "" : $" [{notes.IndexOf(line.Note) + 1}]";
            var met = line.IsMet switch { true => "yes", false => "**no**", null => "not measured" };
            var peak = line.PeakBytes is { } bytes ? Text.Memory(bytes) : Nothing;
            output.WriteLine($"| {line.Work}{mark} | {line.Ours ?? Nothing} | {line.Peer ?? Nothing} | {line.Ratio ?? Nothing} | {line.Goal} | {met} | {peak} |");
        }

        output.WriteLine();
        foreach (var (number, note) in notes.Index())
        {
            output.WriteLine($"{number + 1}. {note}");
        }
    }
}
