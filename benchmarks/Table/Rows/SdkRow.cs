using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// Many small files up and down without latency, beside the COS Node SDK with as many at once. The SDK signs with a key of
/// the bucket's owner: it needs neither tickets nor links.
/// </summary>
internal sealed class SdkRow : IRow
{
    private const int ThrottleLimit = 10;

    public string Name => "sdk";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var files = new SmallFiles(bench, bench.Scale.SmallFiles, bench.Scale.SmallBytes);
        var up = new Contender("COS Node SDK", async token =>
        {
            await bench.Api.DeleteAsync(files.CloudPaths, token);
            return await RunSdkAsync(bench, "up", files.Folder, token);
        });
        var sent = await Contest.RunAsync(bench.Scale.Rounds, new("wxcloud", files.SendAsync), [up], cancellationToken);

        // What the SDK sent has no fileID metadata: there is no link to it.
        await files.SendAsync(cancellationToken);
        var down = new Contender("COS Node SDK", token => RunSdkAsync(bench, "down", bench.Emptied("sdk"), token));
        var received = await Contest.RunAsync(bench.Scale.Rounds, new("wxcloud", files.ReceiveAsync), [down], cancellationToken);

        var work = $"{Text.Count(files.Count)} files of {Text.Length(bench.Scale.SmallBytes)} ";
        return [sent.Against(work + "up", up, limit: 1), received.Against(work + "down", down, limit: 1)];
    }

    private static Task<Lap> RunSdkAsync(Workbench bench, string direction, string folder, CancellationToken cancellationToken)
    {
        return NodePeers.MeasureAsync(
            "cos-sdk.js",
            [
                bench.Endpoint.AbsoluteUri, direction, folder, bench.Scale.SmallFiles.ToString(CultureInfo.InvariantCulture),
                ThrottleLimit.ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken);
    }
}
