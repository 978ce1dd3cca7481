using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>One large file down and verified, beside <c>curl -o</c> and <c>rclone copyurl</c>, which are handed the link and verify nothing.</summary>
internal sealed class DownloadRow : IRow
{
    private const string CloudPath = "large.bin";

    public string Name => "download";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var source = SampleFiles.Write(bench.At(CloudPath), bench.Scale.LargeBytes, seed: 1);
        await bench.RunAsync(["upload", source], cancellationToken);
        var target = bench.At("received.bin");
        var ours = new Contender("wxcloud", async token =>
        {
            File.Delete(target);
            var lap = await bench.RunAsync(["download", ServiceApi.FileId(CloudPath), "--out-file", target], token);
            return SampleFiles.AreEqual(source, target) ? lap : throw new NotMeasuredException("wxcloud received another file than it sent");
        });
        var curl = new Contender("curl", async token =>
        {
            File.Delete(target);
            return await Curl.GetAsync(await bench.Api.GetLinkAsync(CloudPath, token), target, token);
        });
        var rclone = new Contender("rclone", async token =>
        {
            File.Delete(target);
            var link = await bench.Api.GetLinkAsync(CloudPath, token);
            var run = await ProgramRun.ExecuteAsync(Programs.Require("rclone"), ["copyurl", link, target, "--config", bench.At("no-rclone.conf")], token);
            return Lap.Of(run, "rclone");
        });
        var contest = await Contest.RunAsync(bench.Scale.Rounds, ours, [curl, rclone], cancellationToken);
        var work = $"download one file of {Text.Length(bench.Scale.LargeBytes)}, verified";
        return [contest.Against(work, curl, limit: 0.9), contest.Against(work, rclone, limit: 0.9)];
    }
}
