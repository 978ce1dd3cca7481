using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>Many fileIDs to temporary URLs: as few calls as the service allows, and no more memory for ten times as many.</summary>
internal sealed class LinksRow : IRow
{
    private const int FilesPerCall = 50;
    private const int Times = 10;
    private const double MostGrowth = 1.1;
    private const string Route = "tcb/batchdownloadfile";

    public string Name => "links";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.Links, length: 1);
        await files.SendAsync(cancellationToken);
        var fileIds = files.CloudPaths.Select(ServiceApi.FileId).ToList();

        var (some, calls) = await GetAsync(bench, fileIds, cancellationToken);
        var (many, _) = await GetAsync(bench, Enumerable.Repeat(fileIds, Times).SelectMany(static ids => ids), cancellationToken);

        var count = Text.Count(fileIds.Count);
        var fewest = (fileIds.Count + FilesPerCall - 1) / FilesPerCall;
        var growth = (double?)many.PeakBytes / some.PeakBytes;
        return
        [
            new($"{count} fileIDs to temporary URLs", $"exactly {fewest} calls")
            {
                Ours = $"{calls} calls, {Text.Of(some.Elapsed)}",
                IsMet = calls == fewest,
                PeakBytes = some.PeakBytes,
            },
            new($"memory for {Text.Count(Times * fileIds.Count)} of them, beside {count}", $"≤ {Text.Ratio(MostGrowth)} ×")
            {
                Ours = many.PeakBytes is { } peak ? Text.Memory(peak) : null,
                Peer = some.PeakBytes is { } before ? Text.Memory(before) : null,
                Ratio = growth is { } ratio ? Text.Ratio(ratio) : null,
                IsMet = growth is null ? null : growth <= MostGrowth,
                PeakBytes = many.PeakBytes,
            },
        ];
    }

    private static async Task<(Lap Lap, long Calls)> GetAsync(Workbench bench, IEnumerable<string> fileIds, CancellationToken cancellationToken)
    {
        var before = await bench.Emulator.CountAsync(cancellationToken);
        var lap = await bench.RunAsync(["url", "-"], cancellationToken, fileIds);
        var after = await bench.Emulator.CountAsync(cancellationToken);
        return (lap, after.Of(Route) - before.Of(Route));
    }
}
