using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Bridge;

/// <summary>
/// Joins tasks, which run anywhere, to a pipeline, which takes writes on its own thread alone. Workers post writes; the
/// pipeline thread carries them out in that order whenever it waits here, and never waits without doing so. Memory is
/// <see cref="Capacity"/> writes: a worker that posts more waits until the pipeline has taken one.
/// </summary>
internal sealed class PipelineBridge : IDisposable
{
    /// <summary>Writes that may lie ready. Enough to keep the pipeline busy, few enough to hold back the producers.</summary>
    public const int Capacity = 32;

    /// <summary>Writes that may lie ready besides, of those that nobody can wait for.</summary>
    private const int OfferLimit = 1024;

    /// <summary>How long the pipeline waits for work that was stopped to put its files in order.</summary>
    private static readonly TimeSpan s_gracePeriod = TimeSpan.FromMilliseconds(500);

    private readonly object _gate = new();
    private readonly Queue<(Action Write, bool TookRoom)> _writes = new();
    private readonly SemaphoreSlim _room = new(Capacity, Capacity);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _started = [];
    private bool _isClosed;
    private int _lastTick = Environment.TickCount;

    /// <summary>Cancelled when the user or the pipeline wants no more.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Called on the pipeline thread about every <see cref="TickInterval"/> while it waits; <see langword="null"/> for nothing.</summary>
    public Action? Tick { get; set; }

    /// <summary>The time between two ticks.</summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromMilliseconds(200);

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
    /// From any thread: hands over a write that whoever tells of it cannot wait for, such as a line for -Debug. After the
    /// end, and when too many lie ready, it is dropped.
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

    /// <summary>From the pipeline thread: begins work that goes on between the calls of the pipeline.</summary>
    public Task Start(Func<CancellationToken, Task> work)
    {
        // Not on this thread: what the work does before its first wait must not hold up the pipeline.
        var task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        Keep(task);
        return task;
    }

    /// <summary>From the pipeline thread: does work to its end, carrying out writes meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The bridge was stopped.</exception>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        var task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        Keep(task);
        Wait(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>From the pipeline thread: waits for a task, carrying out writes meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The bridge was stopped.</exception>
    public void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        while (TakeUnlessDone(task, out var write))
        {
            CarryOut(write);
            TickIfDue();
        }

        if (_stop.IsCancellationRequested)
        {
            LetFinish();
            throw new OperationCanceledException(_stop.Token);
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>From the pipeline thread: carries out what lies ready, without waiting for more.</summary>
    public void Drain()
    {
        while (TakeUnlessDone(Task.CompletedTask, out var write))
        {
            CarryOut(write);
        }

        TickIfDue();
    }

    /// <summary>From any thread: asks all work to end, and returns at once.</summary>
    public void Stop()
    {
        _stop.Cancel();
        Wake();
    }

    /// <summary>From the pipeline thread: ends all work that was started, and drops what it still wants to write.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _writes.Clear();
        }

        // Work that outlives the grace still looks at the source and the semaphore, so both are left to the collector.
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

    /// <summary>A write that fails is the pipeline refusing more: the work must not go on behind its back.</summary>
    private void CarryOut(Action? write)
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
        var now = Environment.TickCount;
        if (Tick is { } tick && unchecked(now - _lastTick) >= TickInterval.TotalMilliseconds)
        {
            _lastTick = now;
            CarryOut(tick);
        }
    }

    private void Keep(Task task)
    {
        // A failure that nobody waits for any more is of no interest, and must not end the process either.
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
        Task.WaitAny([all], s_gracePeriod);
        _started.Clear();
    }
}
