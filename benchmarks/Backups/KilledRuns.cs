using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Backups;

/// <summary>Runs a command that is killed with SIGKILL several times and then runs to its end.</summary>
internal sealed class KilledRuns(WxCloudProgram program, Random random, TimeSpan within)
{
    /// <summary>A run is given longer each time, so that the kills reach every part of it.</summary>
    private const double MinPart = 0.1;

    /// <exception cref="NotMeasuredException">The last run did not succeed.</exception>
    public async Task RunAsync(string what, int kills, Uri endpoint, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var moments = new List<string>();
        for (var number = 0; number < kills; number++)
        {
            using var process = program.Start(endpoint, arguments);
            _ = process.StandardOutput.ReadToEndAsync(cancellationToken);
            _ = process.StandardError.ReadToEndAsync(cancellationToken);
            var moment = within * (MinPart + ((1 - MinPart) * random.NextDouble()));
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(moment, cancellationToken));
            var hasEnded = process.HasExited;
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
            moments.Add(hasEnded ? "ended before" : moment.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s");
        }

        Console.WriteLine($"{what}: killed after {string.Join(", ", moments)}");
        var last = (await program.RunAsync(endpoint, arguments, cancellationToken)).ThrowIfFailed($"the {what}");
        Console.WriteLine(FormattableString.Invariant($"{what}: {watch.Elapsed.TotalSeconds:F1} s in all, the last run {last.Elapsed.TotalSeconds:F1} s, {(last.PeakBytes ?? 0) >> 20} MiB"));
        Console.WriteLine(last.Output.Trim());
    }
}
