using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// Many small files up and down where every request waits: beside what the waits alone would take, and beside the loop over
/// Invoke-RestMethod that people write.
/// </summary>
internal sealed class LatencyRow : IRow
{
    private const int ThrottleLimit = 10;
    private const int FilesPerLinkCall = 50;
    private const double MaxOfFloor = 1.05;

    public string Name => "latency";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.SmallFiles, bench.Scale.SmallBytes);
        await bench.Emulator.SetFaultsAsync(FaultRules.Latency(bench.Scale.LatencyMilliseconds), cancellationToken);

        var up = new Direction("up", files.SendAsync, Requests: 2.0 * files.Count, FasterThanLoop: 9);
        var down = new Direction("down", files.ReceiveAsync, Requests: files.Count + Math.Ceiling(files.Count / (double)FilesPerLinkCall), FasterThanLoop: 18);
        return [.. await MeasureAsync(bench, files, up, cancellationToken), .. await MeasureAsync(bench, files, down, cancellationToken)];
    }

    private static async Task<IEnumerable<Measurement>> MeasureAsync(Workbench bench, SmallFiles files, Direction direction, CancellationToken cancellationToken)
    {
        var contest = await Contest.RunAsync(Math.Min(3, bench.Scale.Rounds), new("wxcloud", direction.MoveAsync), [], cancellationToken);
        var work = $"{Text.Count(files.Count)} files of {Text.Length(bench.Scale.SmallBytes)} {direction.Name}, {bench.Scale.LatencyMilliseconds} ms on every request";
        var line = new Measurement(work, $"≤ {Text.Ratio(MaxOfFloor)} × floor") { Ours = contest.OursText, PeakBytes = contest.PeakBytes };

        var floor = TimeSpan.FromMilliseconds(direction.Requests * bench.Scale.LatencyMilliseconds / ThrottleLimit);
        var ofFloor = contest.Ours / floor;
        return
        [
            line with { Peer = $"floor {Text.Of(floor)}", Ratio = Text.Ratio(ofFloor), IsMet = ofFloor <= MaxOfFloor },
            await AgainstLoopAsync(bench, files, direction, line, contest.Ours, cancellationToken),
        ];
    }

    private static async Task<Measurement> AgainstLoopAsync(
        Workbench bench,
        SmallFiles files,
        Direction direction,
        Measurement line,
        TimeSpan ours,
        CancellationToken cancellationToken)
    {
        line = line with { Goal = $"≥ {direction.FasterThanLoop} × as fast as the loop" };
        try
        {
            var perFile = await LoopAsync(bench, files, direction.Name, cancellationToken);
            var loop = perFile * files.Count;
            return line with
            {
                Peer = $"loop {Text.Of(loop)}",
                Ratio = $"{Text.Ratio(loop / ours)} × as fast",
                IsMet = loop / ours >= direction.FasterThanLoop,
                Note = $"The loop moved {bench.Scale.LoopFiles} files, and its time without PowerShell's start is scaled to {Text.Count(files.Count)}; ours includes our start.",
            };
        }
        catch (NotMeasuredException e)
        {
            return line with { Note = e.Message };
        }
    }

    /// <summary>What one file takes in the loop.</summary>
    private static async Task<TimeSpan> LoopAsync(Workbench bench, SmallFiles files, string direction, CancellationToken cancellationToken)
    {
        var count = Math.Min(bench.Scale.LoopFiles, files.Count);
        var run = await ProgramRun.ExecuteAsync(
            Programs.Require("pwsh"),
            [
                "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "peers", "rest-loop.ps1"),
                "-Endpoint", bench.Endpoint.AbsoluteUri, "-Direction", direction,
                "-Folder", direction == "up" ? files.Folder : bench.Emptied("loop"), "-Count", count.ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken);
        var seconds = double.Parse(run.ThrowIfFailed("the loop").Output.Trim(), CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(seconds) / count;
    }

    /// <param name="Name">up or down.</param>
    /// <param name="MoveAsync">Moves all files.</param>
    /// <param name="Requests">The fewest requests that this takes.</param>
    /// <param name="FasterThanLoop">How many times as fast as the loop it has to be.</param>
    private sealed record Direction(string Name, Func<CancellationToken, Task<Lap>> MoveAsync, double Requests, double FasterThanLoop);
}
