using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// One large file up in parts with COS keys, beside the COS Node SDK and rclone with parts of 16 MiB, ten at a time, which is faster than what they do by
/// themselves.
/// </summary>
internal sealed class MultipartRow : IRow
{
    private const string CloudPath = "large.bin";
    private const int PartBytes = 16 * 1024 * 1024;
    private const int PartsAtOnce = 10;

    public string Name => "multipart";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var path = SampleFiles.Write(bench.At(CloudPath), bench.Scale.LargeBytes, seed: 1);
        var ours = new Contender("wxcloud", async token =>
        {
            await bench.Api.DeleteAsync([CloudPath], token);
            var before = await bench.Emulator.CountAsync(token);
            var lap = Lap.Of(await bench.Program.RunWithKeysAsync(bench.Endpoint, ["upload", path], token), "wxcloud upload");
            var after = await bench.Emulator.CountAsync(token);
            return after.Of(RequestCounts.PartRoute) > before.Of(RequestCounts.PartRoute) ? lap : throw new NotMeasuredException("this version of wxcloud sends the file in one piece");
        });
        var sdk = new Contender("COS Node SDK", token => NodePeers.MeasureAsync(
            "cos-slice.js", [bench.Endpoint.AbsoluteUri, path, "sdk.bin", Digits(PartBytes), Digits(PartsAtOnce)], token));
        var rclone = new Contender("rclone", token => Rclone.MeasureAsync(
            bench.Endpoint,
            [
                "copyto", path, Rclone.Bucket + "/rclone.bin", "--ignore-times", "--s3-upload-cutoff", Digits(PartBytes) + "B", "--s3-chunk-size", Digits(PartBytes) + "B",
                "--s3-upload-concurrency", Digits(PartsAtOnce),
            ],
            token));
        var contest = await Contest.RunAsync(bench.Scale.Rounds, ours, [sdk, rclone], cancellationToken);
        var work = $"upload one file of {Text.Length(bench.Scale.LargeBytes)} in parts";
        return [contest.Against(work, sdk, limit: 1), contest.Against(work, rclone, limit: 1)];
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
