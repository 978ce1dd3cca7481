using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>One large file up, beside <c>curl -F</c> of the same form. Ours gets its token and ticket itself; curl is handed them.</summary>
internal sealed class UploadRow : IRow
{
    private const string CloudPath = "large.bin";

    public string Name => "upload";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var path = SampleFiles.Write(bench.At(CloudPath), bench.Scale.LargeBytes, seed: 1);
        var ours = new Contender("wxcloud", async token =>
        {
            await bench.Api.DeleteAsync([CloudPath], token);
            return await bench.RunAsync(["upload", path], token);
        });
        var curl = new Contender("curl", async token =>
        {
            await bench.Api.DeleteAsync([CloudPath], token);
            var (url, fields) = await bench.Api.GetTicketAsync(CloudPath, token);
            return await Curl.PostAsync(url, fields, path, token);
        });
        var contest = await Contest.RunAsync(bench.Scale.Rounds, ours, [curl], cancellationToken);
        return [contest.Against($"upload one file of {Text.Length(bench.Scale.LargeBytes)}, with CRC64", curl, limit: 1)];
    }
}
