using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>Many fileIDs to temporary URLs: as few calls as the service allows, and no more memory for twice as many.</summary>
internal sealed class LinksRow : IRow
{
    private const int FilesPerCall = 50;
    private const double MaxGrowth = 1.05;

    /// <summary>How often the list is repeated: by then the runtime has compiled what it compiles, and its heap has its size.</summary>
    private const int Times = 20;
    private const string Route = "tcb/batchdownloadfile";

    public string Name => "links";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.Links, length: 1);
        await files.SendAsync(cancellationToken);
        var fileIds = files.CloudPaths.Select(ServiceApi.FileId).ToList();

        var (some, calls) = await GetAsync(bench, fileIds, cancellationToken);
        var (many, _) = await GetAsync(bench, Repeat(fileIds, Times), cancellationToken);
        var (twice, _) = await GetAsync(bench, Repeat(fileIds, 2 * Times), cancellationToken);

        var count = Text.Count(fileIds.Count);
        var fewest = (fileIds.Count + FilesPerCall - 1) / FilesPerCall;
        var growth = (double?)twice.PeakBytes / many.PeakBytes;
        return
        [
            new($"{count} fileIDs to temporary URLs", $"exactly {fewest} calls")
            {
                Ours = $"{calls} calls, {Text.Of(some.Elapsed)}",
                IsMet = calls == fewest,
                PeakBytes = some.PeakBytes,
            },
            new($"memory for {Text.Count(2 * Times * fileIds.Count)} of them, beside {Text.Count(Times * fileIds.Count)}", $"≤ {Text.Ratio(MaxGrowth)} ×")
            {
                Ours = twice.PeakBytes is { } peak ? Text.Memory(peak) : null,
                Peer = many.PeakBytes is { } before ? Text.Memory(before) : null,
                Ratio = growth is { } ratio ? Text.Ratio(ratio) : null,
                IsMet = growth is null ? null : growth <= MaxGrowth,
                PeakBytes = twice.PeakBytes,
            },
        ];
    }

    private static IEnumerable<string> Repeat(List<string> fileIds, int times) => Enumerable.Repeat(fileIds, times).SelectMany(static ids => ids);

    private static async Task<(Lap Lap, long Calls)> GetAsync(Workbench bench, IEnumerable<string> fileIds, CancellationToken cancellationToken)
    {
        var before = await bench.Emulator.CountAsync(cancellationToken);
        var lap = await bench.RunAsync(["url", "-"], cancellationToken, fileIds);
        var after = await bench.Emulator.CountAsync(cancellationToken);
        return (lap, after.Of(Route) - before.Of(Route));
    }
}
