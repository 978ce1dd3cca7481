using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>The peak of resident memory of whole commands.</summary>
internal sealed class MemoryRow : IRow
{
    private const long MaxBytes = 40_000_000;
    private const int SmallBytes = 1024;
    private const string LargeName = "large.bin";

    public string Name => "memory";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var tiny = await bench.RunAsync(["upload", SampleFiles.Write(bench.At("tiny.bin"), length: 1, seed: 1)], cancellationToken);
        return
        [
            Line("upload one file of 1 byte", tiny),
            .. await MeasureLargeAsync(bench, cancellationToken),
            .. await MeasureManyAsync(bench, cancellationToken),
        ];
    }

    private static async Task<IEnumerable<Measurement>> MeasureLargeAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var source = SampleFiles.Write(bench.At(LargeName), bench.Scale.MemoryBytes, seed: 1);
        var up = await bench.RunAsync(["upload", source], cancellationToken);
        File.Delete(source);
        var target = bench.At("received.bin");
        var down = await bench.RunAsync(["download", ServiceApi.FileId(LargeName), "--out-file", target], cancellationToken);
        File.Delete(target);
        await bench.Api.DeleteAsync([LargeName], cancellationToken);
        var length = Text.Length(bench.Scale.MemoryBytes);
        return [Line($"upload one file of {length}", up), Line($"download one file of {length}", down)];
    }

    private static async Task<IEnumerable<Measurement>> MeasureManyAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.MemoryFiles, SmallBytes);
        var up = await files.SendAsync(cancellationToken);
        var down = await files.ReceiveAsync(cancellationToken);
        var work = $"{Text.Count(files.Count)} files of {Text.Length(SmallBytes)}";
        return [Line("upload " + work, up), Line("download " + work, down)];
    }

    private static Measurement Line(string work, Lap lap) => new("memory: " + work, Goal())
    {
        Ours = lap.PeakBytes is { } peak ? Text.Memory(peak) : null,
        IsMet = lap.PeakBytes is { } bytes ? bytes <= MaxBytes : null,
        PeakBytes = lap.PeakBytes,
    };

    private static string Goal() => "≤ " + Text.Memory(MaxBytes);
}
