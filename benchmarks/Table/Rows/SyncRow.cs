using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// An unchanged folder, beside <c>rclone sync</c>, which compares the same: length, and the local time with that of the
/// object (<c>--update --use-server-modtime</c>).
/// </summary>
internal sealed class SyncRow : IRow
{
    private const string Prefix = "mirror/";
    private const int FileBytes = 1024;
    private const int PerFolder = 1000;

    public string Name => "sync";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        bench.Program.ThrowIfLacking("sync");
        var count = bench.Scale.SyncedFiles;
        var folder = SampleFiles.WriteSeeded(bench.At("mirror"), count, FileBytes, PerFolder, DateTime.UtcNow.AddHours(-1));
        await using var emulator = await EmulatorProcess.StartInMemoryAsync(bench.Program, cancellationToken);
        await emulator.SeedAsync(Prefix, count, FileBytes, PerFolder, cancellationToken);

        var ours = new Contender("wxcloud", token => UnchangedAsync(
            emulator, async () => Lap.Of(await bench.Program.RunWithKeysAsync(emulator.Endpoint, ["sync", folder, Prefix], token), "wxcloud sync"), token));
        var rclone = new Contender("rclone", token => UnchangedAsync(
            emulator,
            () => Rclone.MeasureAsync(emulator.Endpoint, ["sync", folder, $"{Rclone.Bucket}/{Prefix}", "--update", "--use-server-modtime", "--fast-list"], token),
            token));
        var contest = await Contest.RunAsync(Math.Min(3, bench.Scale.Rounds), ours, [rclone], cancellationToken);
        return [contest.Against($"sync {Text.Count(count)} unchanged files, no byte sent", rclone, limit: 1)];
    }

    private static async Task<Lap> UnchangedAsync(EmulatorProcess emulator, Func<Task<Lap>> runAsync, CancellationToken cancellationToken)
    {
        var before = await emulator.CountAsync(cancellationToken);
        var lap = await runAsync();
        var after = await emulator.CountAsync(cancellationToken);
        return after.Writes == before.Writes ? lap : throw new NotMeasuredException($"{after.Writes - before.Writes} requests changed something");
    }
}
