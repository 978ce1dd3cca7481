using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>A listing of a million keys in one folder, beside <c>rclone lsf</c>: its time, its first row and its memory.</summary>
internal sealed class ListingRow : IRow
{
    private const string Prefix = "many/";
    private const double MaxRatio = 0.7;
    private const long MaxBytes = 40_000_000;
    private static readonly TimeSpan s_maxFirstRow = TimeSpan.FromMilliseconds(500);

    public string Name => "listing";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        bench.Program.ThrowIfLacking("list");
        var count = bench.Scale.ListedKeys;
        await using var emulator = await EmulatorProcess.StartInMemoryAsync(bench.Program, cancellationToken);
        await emulator.SeedAsync(Prefix, count, length: 1024, perFolder: count, cancellationToken);

        string[] arguments = ["list", "--prefix", Prefix, "--recurse"];
        var ours = new Contender("wxcloud", async token => Complete(await bench.Program.RunWithKeysAsync(emulator.Endpoint, arguments, token, keepsOutput: false), "wxcloud list", count));
        var rclone = new Contender("rclone", async token => Complete(
            await Rclone.RunAsync(emulator.Endpoint, ["lsf", "-R", "--files-only", "--fast-list", $"{Rclone.Bucket}/{Prefix}"], token, keepsOutput: false), "rclone", count));
        var contest = await Contest.RunAsync(Math.Min(3, bench.Scale.Rounds), ours, [rclone], cancellationToken);
        var first = await MeasureFirstRowAsync(bench, emulator, arguments, cancellationToken);
        return
        [
            contest.Against($"list {Text.Count(count)} keys", rclone, MaxRatio),
            new($"first of {Text.Count(count)} rows", $"≤ {Text.Of(s_maxFirstRow)}") { Ours = Text.Of(first), IsMet = first <= s_maxFirstRow },
            new($"memory: list {Text.Count(count)} files", $"≤ {Text.Memory(MaxBytes)}")
            {
                Ours = contest.PeakBytes is { } peak ? Text.Memory(peak) : null,
                IsMet = contest.PeakBytes is { } most ? most <= MaxBytes : null,
                PeakBytes = contest.PeakBytes,
            },
        ];
    }

    private static Lap Complete(ProgramRun run, string what, int count)
    {
        var lap = Lap.Of(run, what);
        return run.Lines == count ? lap : throw new NotMeasuredException($"{what} wrote {run.Lines.ToString(CultureInfo.InvariantCulture)} rows");
    }

    private static async Task<TimeSpan> MeasureFirstRowAsync(Workbench bench, EmulatorProcess emulator, string[] arguments, CancellationToken cancellationToken)
    {
        List<TimeSpan> times = [];
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using var process = bench.Program.StartWithKeys(emulator.Endpoint, arguments);
            await process.StandardOutput.ReadLineAsync(cancellationToken);
            times.Add(watch.Elapsed);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellationToken);
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
