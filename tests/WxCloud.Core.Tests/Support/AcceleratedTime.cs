using System;
using System.Threading;

namespace WxCloud.Core.Tests.Support;

/// <summary>A clock whose timers fire a hundred times sooner, so that no test waits.</summary>
/// <param name="stopwatchFactor">How much faster its stopwatch runs. With 1 it measures real time, so work seems to take none.</param>
internal sealed class AcceleratedTime(int stopwatchFactor = 1) : TimeProvider
{
    private const int Factor = 100;

    public override long TimestampFrequency => base.TimestampFrequency / stopwatchFactor;

    /// <summary>The error of the clock.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period)));

    private static TimeSpan Sooner(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Factor;

    private sealed class Timer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Sooner(dueTime), Sooner(period));

        public void Dispose() => timer.Dispose();

        public System.Threading.Tasks.ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
