using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Kills;

/// <summary>
/// One download that is started, killed and started again. A file that is there is compared and removed, and the next one
/// begins; what is found wrong is kept as a fault.
/// </summary>
internal sealed class KilledDownload(WxCloudProgram program, SlowRelay relay, string source, string folder, Random random)
{
    private readonly string _target = Path.Combine(folder, "large.bin");
    private long _before;

    public int Kills { get; private set; }

    /// <summary>Kills after which something of the file was on the disk.</summary>
    public int KillsWithPartialFile { get; private set; }

    /// <summary>Files that came whole.</summary>
    public int Files { get; private set; }

    /// <summary>Those of them that their last run took up from a partial file.</summary>
    public int ResumedFiles { get; private set; }

    /// <summary>Bytes that the client received since the first kill could happen.</summary>
    public long FetchedBytes => relay.ReceivedBytes - _before;

    public List<string> Faults { get; } = [];

    /// <summary>Whether a killed run left something to finish.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Fetches the file once, for the time that it takes.</summary>
    public async Task<TimeSpan> RunUndisturbedAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start();
        await FinishAsync(process, cancellationToken);
        (Files, _before) = (0, relay.ReceivedBytes);
        return watch.Elapsed;
    }

    /// <summary>Starts the download and, at a random moment within the time given, kills it unless it is done.</summary>
    public async Task RunAsync(TimeSpan? killWithin, CancellationToken cancellationToken)
    {
        using var process = Start();
        if (killWithin is { } limit)
        {
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(limit * random.NextDouble(), cancellationToken));
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        // It may have come to its end before, or have been killed between the file's last name and its own end.
        if (killWithin is null || process.ExitCode == 0 || File.Exists(_target))
        {
            await FinishAsync(process, cancellationToken);
        }
        else
        {
            Kills++;
            KillsWithPartialFile += Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any() ? 1 : 0;
            IsUnfinished = true;
        }
    }

    private Process Start() => program.Start(relay.Endpoint, ["download", ServiceApi.FileId(Path.GetFileName(source)), "--out-file", _target]);

    private async Task FinishAsync(Process process, CancellationToken cancellationToken)
    {
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (!File.Exists(_target))
        {
            Faults.Add($"no file after exit code {process.ExitCode}: {error.Trim()}");
            return;
        }

        if (!SampleFiles.AreEqual(source, _target))
        {
            Faults.Add($"the file differs from its source; exit code {process.ExitCode}, output {output.Trim()}");
            return;
        }

        var stray = Directory.EnumerateFiles(folder).Where(path => path != _target).Select(Path.GetFileName).ToList();
        if (stray.Count > 0)
        {
            Faults.Add("beside the file: " + string.Join(", ", stray));
            return;
        }

        Files++;
        ResumedFiles += output.Contains("\"resumed\":true", StringComparison.Ordinal) ? 1 : 0;
        IsUnfinished = false;
        File.Delete(_target);
    }
}
