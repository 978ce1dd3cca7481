using System;
using System.Threading;

namespace WxCloud.Http;

/// <summary>Cancels a transfer when no sign of life was seen for a while, however long it takes in all.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private readonly ITimer _timer;
    private readonly TimeProvider _timeProvider;
    private long _lastSign;
    private int _fired;

    public SilenceWatch(TimeSpan limit, TimeProvider timeProvider, CancellationToken outer)
    {
        Limit = limit;
        _outer = outer;
        _timeProvider = timeProvider;
        _lastSign = timeProvider.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _timer = timeProvider.CreateTimer(static state => ((SilenceWatch)state!).Fire(), this, limit, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the silence lasted too long.</summary>
    public bool HasFired => Volatile.Read(ref _fired) != 0 && !_outer.IsCancellationRequested;

    /// <summary>Whether the user has cancelled.</summary>
    public bool IsCancelled => _outer.IsCancellationRequested;

    /// <summary>Notes a sign of life.</summary>
    /// <returns>How long there was none.</returns>
    public TimeSpan Reset()
    {
        _timer.Change(Limit, System.Threading.Timeout.InfiniteTimeSpan);
        var now = _timeProvider.GetTimestamp();
        var silence = _timeProvider.GetElapsedTime(_lastSign, now);
        _lastSign = now;
        return silence;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Fire()
    {
        Volatile.Write(ref _fired, 1);
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transfer ended in the same moment: there is nothing left to stop.
        }
    }
}
