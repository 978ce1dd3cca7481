using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>Many documents into a collection and out of it again, by the command line.</summary>
internal sealed class DocumentsRow : IRow
{
    private const double MinPerSecond = 20_000;
    private const string Collection = "benchmark";

    public string Name => "documents";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        await bench.RunAsync(["db", "collections", "--add", Collection], cancellationToken);
        var count = bench.Scale.Documents;
        var lines = Enumerable.Range(0, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $$"""{"_id":"{{i:D8}}","n":{{i}},"name":"document {{i}}","tags":["a","b"],"done":{{(i % 2 == 0 ? "true" : "false")}}}"""));
        var added = await bench.RunAsync(["db", "add", Collection, "-", "--json"], cancellationToken, lines);
        var read = await bench.RunAsync(["db", "query", Collection, "--json"], cancellationToken);
        return [Measure("in", count, added), Measure("out", count, read)];
    }

    private static Measurement Measure(string direction, int count, Lap lap)
    {
        var rate = count / lap.Elapsed.TotalSeconds;
        return new($"{Text.Count(count)} documents {direction}", $"≥ {Text.Count((int)MinPerSecond)} a second")
        {
            Ours = $"{Text.Count((int)rate)} a second, {Text.Of(lap.Elapsed)}, {Text.Of(lap.ProcessorTime)} of processor time",
            IsMet = rate >= MinPerSecond,
            PeakBytes = lap.PeakBytes,
        };
    }
}
