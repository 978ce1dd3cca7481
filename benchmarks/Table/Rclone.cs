using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>rclone with its provider for COS. The emulator is its proxy, so that the bucket's real name leads there.</summary>
internal static class Rclone
{
    /// <summary>What rclone calls the bucket of the emulator.</summary>
    public const string Bucket = "cos:" + ServiceApi.Bucket;

    /// <exception cref="NotMeasuredException">It is not installed, or it failed.</exception>
    public static async Task<ProgramRun> RunAsync(Uri endpoint, IEnumerable<string> arguments, CancellationToken cancellationToken, bool keepsOutput = true)
    {
        Dictionary<string, string> environment = new()
        {
            ["http_proxy"] = endpoint.AbsoluteUri,
            ["RCLONE_CONFIG"] = "none.conf",
            ["RCLONE_CONFIG_COS_TYPE"] = "s3",
            ["RCLONE_CONFIG_COS_PROVIDER"] = "TencentCOS",
            ["RCLONE_CONFIG_COS_ENDPOINT"] = "http://cos.ap-shanghai.myqcloud.com",
            ["RCLONE_CONFIG_COS_ACCESS_KEY_ID"] = ServiceApi.SecretId,
            ["RCLONE_CONFIG_COS_SECRET_ACCESS_KEY"] = ServiceApi.SecretKey,

            // rclone does not take one together with its own transport.
            ["AWS_CA_BUNDLE"] = string.Empty,
        };
        var run = await ProgramRun.ExecuteAsync(Programs.Require("rclone"), ["--retries", "1", .. arguments], cancellationToken, environment, keepsOutput: keepsOutput);
        return run.ThrowIfFailed("rclone");
    }

    /// <exception cref="NotMeasuredException">It is not installed, or it failed.</exception>
    public static async Task<Lap> MeasureAsync(Uri endpoint, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Lap.Of(await RunAsync(endpoint, arguments, cancellationToken), "rclone");
}
