using System;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Table;

namespace WxCloud.Benchmarks.Tools;

/// <summary><c>wrk</c>, which sends one request after the other on each of its connections.</summary>
internal static partial class Wrk
{
    /// <summary>The number of requests for which the time is given.</summary>
    public const int Requests = 1_000;

    private const int Seconds = 2;

    /// <param name="url">The address.</param>
    /// <param name="connections">How many connections it keeps busy.</param>
    /// <param name="serverTime">Reads the processor time of the server so far.</param>
    /// <param name="post">The script with the request; <see langword="null"/> for a GET.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The time of <see cref="Requests"/> requests, and the processor time that the server spent on them.</returns>
    /// <exception cref="NotMeasuredException">It is not installed, or a request failed.</exception>
    public static async Task<Lap> RunAsync(string url, int connections, Func<TimeSpan> serverTime, string? post, CancellationToken cancellationToken)
    {
        string[] arguments = [$"-t1", $"-c{connections}", $"-d{Seconds}s", .. post is null ? Array.Empty<string>() : ["-s", post], url];
        var before = serverTime();
        var run = await ProgramRun.ExecuteAsync(Programs.Require("wrk"), arguments, cancellationToken);
        var spent = serverTime() - before;
        var output = run.ThrowIfFailed("wrk").Output;
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new NotMeasuredException("wrk: " + output.ReplaceLineEndings(" "));
        }

        var rate = double.Parse(Rate().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture);
        var count = long.Parse(Count().Match(output).Groups["count"].Value, CultureInfo.InvariantCulture);
        return new(TimeSpan.FromSeconds(Requests / rate), spent * Requests / count, PeakBytes: null);
    }

    [GeneratedRegex(@"(?<count>[0-9]+) requests in", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Count();

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
