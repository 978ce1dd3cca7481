using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// Many files beside as many documents, each of which names one file in rich text; a tenth on either side is without the other. Memory must not
/// grow with their number.
/// </summary>
internal sealed class OrphansRow : IRow
{
    private const string Collection = "posts";
    private const string Prefix = "many/";
    private const int PerFolder = 1000;
    private const double MaxGrowth = 1.1;

    public string Name => "orphans";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        bench.Program.ThrowIfLacking("orphans");
        var count = bench.Scale.ComparedFiles;
        var half = await CompareAsync(bench, count / 2, cancellationToken);
        var all = await CompareAsync(bench, count, cancellationToken);
        var growth = (double?)all.PeakBytes / half.PeakBytes;
        return
        [
            new($"compare {Text.Count(count)} files with {Text.Count(count)} documents", "–") { Ours = Text.Of(all.Elapsed), PeakBytes = all.PeakBytes },
            new($"memory for them, beside {Text.Count(count / 2)} of each", $"≤ {Text.Ratio(MaxGrowth)} ×")
            {
                Ours = all.PeakBytes is { } peak ? Text.Memory(peak) : null,
                Peer = half.PeakBytes is { } before ? Text.Memory(before) : null,
                Ratio = growth is { } ratio ? Text.Ratio(ratio) : null,
                IsMet = growth is null ? null : growth <= MaxGrowth,
                PeakBytes = all.PeakBytes,
            },
        ];
    }

    private static async Task<Lap> CompareAsync(Workbench bench, int count, CancellationToken cancellationToken)
    {
        await using var emulator = await EmulatorProcess.StartInMemoryAsync(bench.Program, cancellationToken);
        await emulator.SeedAsync(Prefix, count, length: 1024, PerFolder, cancellationToken);
        Lap.Of(await bench.Program.RunAsync(emulator.Endpoint, ["db", "collections", "--add", Collection], cancellationToken), "wxcloud db collections");
        Lap.Of(await bench.Program.RunAsync(emulator.Endpoint, ["db", "add", Collection, "-"], cancellationToken, Enumerable.Range(count / 10, count).Select(Document)), "wxcloud db add");
        var run = await bench.Program.RunWithKeysAsync(emulator.Endpoint, ["orphans"], cancellationToken, keepsOutput: false);
        return run.Lines == 2 * (count / 10) ? Lap.Of(run, "wxcloud orphans") : throw new NotMeasuredException($"wxcloud orphans wrote {run.Lines.ToString(CultureInfo.InvariantCulture)} rows: {run.Error}");
    }

    /// <summary>A document that names the file of its number.</summary>
    private static string Document(int number)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number / PerFolder:D6}/{number:D9}.bin");
        return string.Create(CultureInfo.InvariantCulture, $$"""{"_id":"{{number:D9}}","title":"document {{number}}","body":"<p>Text <img src='{{ServiceApi.FileId(path)}}'> and more text</p>"}""");
    }
}
