using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>The emulator as a server: from its start to its first answer, and its rate beside nginx with the same file.</summary>
internal sealed class EmulatorRow : IRow
{
    private const int Connections = 16;
    private const string CloudPath = "tiny.bin";

    /// <summary>At least 0.7 of nginx's rate.</summary>
    private const double MaxRatio = 1 / 0.7;
    private static readonly TimeSpan s_maxStart = TimeSpan.FromMilliseconds(100);

    public string Name => "emulator";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var start = await MeasureStartAsync(bench, cancellationToken);
        var source = SampleFiles.Write(bench.At(CloudPath), bench.Scale.SmallBytes, seed: 1);
        await bench.RunAsync(["upload", source], cancellationToken);
        await using var nginx = await NginxProcess.StartAsync(bench.At("nginx"), source, cancellationToken);

        var link = await bench.Api.GetLinkAsync(CloudPath, cancellationToken);
        var call = await bench.Api.LinkCallAsync(CloudPath, cancellationToken);
        var peer = new Contender("nginx", token => Wrk.RunAsync(nginx.Url, Connections, () => nginx.ProcessorTime, post: null, token));
        Contender Emulator(string url, string? post) => new("emulator", token => Wrk.RunAsync(url, Connections, () => bench.Emulator.ProcessorTime, post, token));
        var objects = await Contest.RunAsync(bench.Scale.Rounds, Emulator(link, post: null), [peer], cancellationToken);
        var links = await Contest.RunAsync(bench.Scale.Rounds, Emulator(call.Url, WriteScript(bench, call.Body)), [peer], cancellationToken);
        var length = Text.Length(bench.Scale.SmallBytes);
        return
        [
            start,
            objects.Against($"emulator: {Text.Count(Wrk.Requests)} object GETs of {length}, {Connections} connections", peer, MaxRatio),
            links.Against($"emulator: {Text.Count(Wrk.Requests)} link calls, {Connections} connections, beside GETs of {length}", peer, MaxRatio),
        ];
    }

    private static async Task<Measurement> MeasureStartAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var emulator = await EmulatorProcess.StartAsync(bench.Program, bench.At("data" + round), cancellationToken);
            await emulator.CountAsync(cancellationToken);
            times.Add(watch.Elapsed);
        }

        var median = times.Order().ElementAt(times.Count / 2);
        return new("emulator: from its start to its first answer", $"≤ {Text.Of(s_maxStart)}") { Ours = Text.Of(median), IsMet = median <= s_maxStart };
    }

    private static string WriteScript(Workbench bench, string body)
    {
        var path = bench.At("post.lua");
        File.WriteAllText(path, $"wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [[{body}]]\n");
        return path;
    }
}
