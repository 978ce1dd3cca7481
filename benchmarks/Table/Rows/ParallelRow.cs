using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>Many small files down, beside <c>curl --parallel</c> with as many at once. Ours requests the links by fifty; curl gets all of them.</summary>
internal sealed class ParallelRow : IRow
{
    private const double MaxRatio = 1.3;
    private const string FolderName = "curl";

    public string Name => "parallel";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.SmallFiles, bench.Scale.SmallBytes);
        await files.SendAsync(cancellationToken);
        var links = await bench.Program.RunAsync(bench.Endpoint, ["url", "-"], cancellationToken, files.CloudPaths.Select(ServiceApi.FileId));
        var urls = links.ThrowIfFailed("wxcloud url").Urls();
        var curl = new Contender("curl --parallel", async token =>
        {
            var folder = bench.Emptied(FolderName);
            var config = bench.At("curl.txt");
            await File.WriteAllLinesAsync(config, urls.Select((url, number) => $"url=\"{url}\"\noutput=\"{Path.Combine(folder, number + ".bin")}\""), token);
            var run = await ProgramRun.ExecuteAsync(
                Programs.Require("curl"), ["-sSf", "--no-progress-meter", "--parallel", "--parallel-max", "10", "--config", config], token);
            var received = Directory.GetFiles(folder).Length;
            return received == files.Count ? Lap.Of(run, "curl") : throw new NotMeasuredException($"curl received {received} of {files.Count} files");
        });
        var contest = await Contest.RunAsync(bench.Scale.Rounds, new("wxcloud", files.ReceiveAsync), [curl], cancellationToken);
        return [contest.Against($"{Text.Count(files.Count)} files of {Text.Length(bench.Scale.SmallBytes)} down, links by fifty", curl, MaxRatio)];
    }
}
