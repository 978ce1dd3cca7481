using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Bridge;

/// <summary>
/// Connects tasks, which run on any thread, to a pipeline, which accepts writes only on its own thread. Workers post writes;
/// the pipeline thread executes them in that order whenever it waits here. Memory is bounded by <see cref="Capacity"/>
/// writes: a worker that posts more waits until the pipeline has taken one.
/// </summary>
/// <param name="timeProvider">The clock of the ticks; <see langword="null"/> for the system's.</param>
internal sealed class PipelineBridge(TimeProvider? timeProvider = null) : IDisposable
{
    /// <summary>The limit of pending writes: enough to keep the pipeline busy, few enough to hold back the producers.</summary>
    public const int Capacity = 32;

    /// <summary>The limit of pending writes that were offered, beside those that were posted.</summary>
    private const int OfferLimit = 1024;

    private readonly object _gate = new();
    private readonly Queue<(Action Write, bool TookRoom)> _writes = new();
    private readonly SemaphoreSlim _room = new(Capacity, Capacity);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _started = [];
    private bool _isClosed;
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private long _lastTick = (timeProvider ?? TimeProvider.System).GetTimestamp();

    /// <summary>Cancelled when the user or the pipeline stops the command.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Called on the pipeline thread about every <see cref="TickInterval"/> while it waits; <see langword="null"/> for nothing.</summary>
    public Action? Tick { get; set; }

    /// <summary>The time between two ticks.</summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The time for stopped work to clean up its files before the pipeline continues without it.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From any thread: hands a write to the pipeline, when it has room. After the end it is dropped.</summary>
    public async Task PostAsync(Action write)
    {
        try
        {
            await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            if (!_isClosed)
            {
                _writes.Enqueue((write, TookRoom: true));
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// From any thread: hands a write to the pipeline without waiting for room, such as a line for -Debug. It is dropped after
    /// the end, and when too many are pending.
    /// </summary>
    public void Offer(Action write)
    {
        lock (_gate)
        {
            if (!_isClosed && _writes.Count < Capacity + OfferLimit)
            {
                _writes.Enqueue((write, TookRoom: false));
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>From the pipeline thread: starts work that continues between the calls of the pipeline.</summary>
    public Task Start(Func<CancellationToken, Task> work)
    {
        // Not on this thread: what the work does before its first wait must not hold up the pipeline.
        var task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        Keep(task);
        return task;
    }

    /// <summary>From the pipeline thread: runs work to its end, executing writes meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The bridge was stopped.</exception>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        var task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        Keep(task);
        Wait(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>From the pipeline thread: waits for a task, executing writes meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The bridge was stopped.</exception>
    public void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        while (TakeUnlessDone(task, out var write))
        {
            Execute(write);
            TickIfDue();
        }

        if (_stop.IsCancellationRequested)
        {
            LetFinish();
            throw new OperationCanceledException(_stop.Token);
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>From the pipeline thread: executes the pending writes, without waiting for more.</summary>
    public void Drain()
    {
        while (TakeUnlessDone(Task.CompletedTask, out var write))
        {
            Execute(write);
        }

        TickIfDue();
    }

    /// <summary>From any thread: requests all work to end, and returns at once.</summary>
    public void Stop()
    {
        _stop.Cancel();
        Wake();
    }

    /// <summary>From the pipeline thread: stops all work that was started, and drops its pending writes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _writes.Clear();
        }

        // Work that continues after the grace period still uses the source and the semaphore, so neither is disposed.
        _stop.Cancel();
        LetFinish();
    }

    /// <summary>Waits until there is a write or the task is done; a tick's time at most.</summary>
    /// <returns>False when there is nothing left to wait for.</returns>
    private bool TakeUnlessDone(Task task, out Action? write)
    {
        write = null;
        lock (_gate)
        {
            if (_writes.Count == 0 && !task.IsCompleted && !_stop.IsCancellationRequested)
            {
                Monitor.Wait(_gate, TickInterval);
            }

            if (_stop.IsCancellationRequested)
            {
                return false;
            }

            if (_writes.Count > 0)
            {
                (write, var tookRoom) = _writes.Dequeue();
                if (tookRoom)
                {
                    _room.Release();
                }

                return true;
            }

            return !task.IsCompleted;
        }
    }

    /// <summary>A write fails when the pipeline accepts no more; then the work must not continue.</summary>
    private void Execute(Action? write)
    {
        try
        {
            write?.Invoke();
        }
        catch
        {
            Stop();
            throw;
        }
    }

    private void TickIfDue()
    {
        if (Tick is { } tick && _timeProvider.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = _timeProvider.GetTimestamp();
            Execute(tick);
        }
    }

    private void Keep(Task task)
    {
        // Observes the failure of work that is no longer waited for, which would raise UnobservedTaskException otherwise.
        _ = task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _started.RemoveAll(static other => other.IsCompleted);
        _started.Add(task);
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void LetFinish()
    {
        var all = Task.WhenAll(_started);
        Task.WaitAny([all], GracePeriod);
        _started.Clear();
    }
}
