using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>Short commands: the start alone, and one small file with a cached token whose link has to be requested. curl gets the link.</summary>
internal sealed class StartRow : IRow
{
    /// <summary>A run takes milliseconds, so that many more than a table's rounds are affordable.</summary>
    private const int RunsPerRound = 10;
    private const double MaxRatio = 2;
    private const string CloudPath = "tiny.bin";

    public string Name => "start";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var rounds = bench.Scale.Rounds * RunsPerRound;
        var version = new Contender("curl", async token =>
            Lap.Of(await ProgramRun.ExecuteAsync(Programs.Require("curl"), ["--version"], token), "curl --version"));
        var bare = new Contender("wxcloud", async token => Lap.Of(await bench.Program.RunBareAsync(token), "wxcloud --version"));
        var started = await Contest.RunAsync(rounds, bare, [version], cancellationToken);

        await bench.RunAsync(["upload", SampleFiles.Write(bench.At(CloudPath), bench.Scale.SmallBytes, seed: 1)], cancellationToken);
        var target = bench.At("received.bin");
        var ours = new Contender("wxcloud", async token =>
        {
            File.Delete(target);
            return await bench.RunAsync(["download", ServiceApi.FileId(CloudPath), "--out-file", target], token);
        });
        var curl = new Contender("curl", async token =>
        {
            File.Delete(target);
            return await Curl.GetAsync(await bench.Api.GetLinkAsync(CloudPath, token), target, token);
        });
        var received = await Contest.RunAsync(rounds, ours, [curl], cancellationToken);
        return
        [
            started.Against("start: --version", version, MaxRatio),
            received.Against($"one file of {Text.Length(bench.Scale.SmallBytes)} down, cached token", curl, MaxRatio),
        ];
    }
}
