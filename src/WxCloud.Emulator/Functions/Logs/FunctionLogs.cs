using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace WxCloud.Emulator.Functions.Logs;

/// <summary>The latest calls of functions, in memory.</summary>
/// <param name="screen">Gets each line for the emulator's screen; null when nothing is shown.</param>
internal sealed class FunctionLogs(Action<string>? screen)
{
    /// <summary>How many calls are kept.</summary>
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<FunctionLog> _logs = new(Capacity);
    private long _count;

    /// <summary>How many calls have been added since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(FunctionLog log)
    {
        lock (_lock)
        {
            if (_logs.Count == Capacity)
            {
                _logs.Dequeue();
            }

            _logs.Enqueue(log);
            Interlocked.Increment(ref _count);
        }

        if (screen is not null)
        {
            var memory = log.MemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1048576.0:0} MB") : string.Empty;
            var error = log.Error is { } failure ? $": {failure.Stack ?? failure.Message}" : string.Empty;
            Show(log.Function, string.Create(CultureInfo.InvariantCulture, $"{log.Status} after {log.DurationMs:0} ms{memory}{error}"));
        }
    }

    /// <summary>Shows a line on the emulator's screen as soon as a function prints it.</summary>
    public void Show(string function, string text) => screen?.Invoke($"[{function}] {text}");

    /// <summary>The latest calls, the oldest of them first.</summary>
    /// <param name="function">Of this function only; null for all.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<FunctionLog> Read(string? function, int limit)
    {
        lock (_lock)
        {
            return [.. _logs.Where(log => function is null || log.Function == function).TakeLast(limit)];
        }
    }

    /// <summary>The calls that were added after the first <paramref name="count"/> and are still kept, the oldest of them first; and how many there are by now.</summary>
    public (IReadOnlyList<FunctionLog> Logs, long Count) ReadAfter(long count)
    {
        lock (_lock)
        {
            return ([.. _logs.TakeLast((int)Math.Clamp(_count - count, 0, _logs.Count))], _count);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _logs.Clear();
        }
    }
}
