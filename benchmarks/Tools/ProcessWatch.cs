using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace WxCloud.Benchmarks.Tools;

/// <summary>
/// Follows the peak of a process's resident memory and its processor time. The system keeps both only
/// until the process ends, so they are read often, and the last reading counts.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private long _peak;
    private TimeSpan _processorTime;

    public ProcessWatch(Process process)
    {
        _process = process;
        _timer = new(_ => Look(), state: null, TimeSpan.Zero, s_interval);
    }

    /// <summary>The peak in bytes so far; <see langword="null"/> where the system does not say.</summary>
    public long? PeakBytes
    {
        get
        {
            lock (_gate)
            {
                return _peak > 0 ? _peak : null;
            }
        }
    }

    /// <summary>What all cores together spent on it so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            lock (_gate)
            {
                return _processorTime;
            }
        }
    }

    /// <summary>What all cores together spent so far on a process that runs and, where the system names them, on its children.</summary>
    public static TimeSpan ProcessorTimeOfTree(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }

        var children = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Aggregate(ReadProcessorTime(process.Id), static (time, child) => time + ReadProcessorTime(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            var (peak, processorTime) = OperatingSystem.IsLinux() ? (ReadHighWaterMark(), ReadProcessorTime(_process.Id)) : AskProcess();
            lock (_gate)
            {
                _peak = Math.Max(_peak, peak);
                _processorTime = processorTime > _processorTime ? processorTime : _processorTime;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // The process has ended: what the last look saw stays.
        }
    }

    /// <summary><c>VmHWM</c> of proc_pid_status(5), in KiB.</summary>
    private long ReadHighWaterMark()
    {
        foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
            {
                return 1024 * long.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    /// <summary><c>utime</c> and <c>stime</c> of proc_pid_stat(5), in hundredths of a second; the name before them may hold anything.</summary>
    private static TimeSpan ReadProcessorTime(int processId)
    {
        const int UserField = 11;
        const int SystemField = 12;
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long Ticks(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        return TimeSpan.FromMilliseconds(10 * (Ticks(UserField) + Ticks(SystemField)));
    }

    private (long Peak, TimeSpan ProcessorTime) AskProcess()
    {
        _process.Refresh();
        return (_process.PeakWorkingSet64, _process.TotalProcessorTime);
    }
}
