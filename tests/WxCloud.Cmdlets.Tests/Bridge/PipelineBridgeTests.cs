using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Bridge;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Bridge;

/// <summary>The thread of each test plays the pipeline's.</summary>
public sealed class PipelineBridgeTests : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly PipelineBridge _bridge = new();
    private readonly List<int> _written = [];

    public void Dispose() => _bridge.Dispose();

    [Fact]
    public void Writes_arrive_in_order_and_on_the_pipeline_thread()
    {
        var threads = new HashSet<int>();
        var work = _bridge.Start(async _ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var number = i;
                await Task.Yield();
                await _bridge.PostAsync(() =>
                {
                    _written.Add(number);
                    threads.Add(Environment.CurrentManagedThreadId);
                });
            }
        });
        _bridge.Wait(work);
        Assert.Equal(Enumerable.Range(0, 1000), _written);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public async Task Writes_arrive_while_the_work_still_goes_on()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _bridge.Start(async _ =>
        {
            await _bridge.PostAsync(() => _written.Add(1));
            posted.SetResult();
            await goOn.Task;
        });
        await posted.Task;
        _bridge.Drain();
        Assert.Equal([1], _written);
        Assert.False(work.IsCompleted);
        goOn.SetResult();
        _bridge.Wait(work);
    }

    [Fact]
    public void The_result_comes_back_after_the_writes_that_were_posted_before_it()
    {
        var result = _bridge.Run(async _ =>
        {
            await _bridge.PostAsync(() => _written.Add(1));
            return "done";
        });
        Assert.Equal("done", result);
        Assert.Equal([1], _written);
    }

    [Fact]
    public async Task A_pipeline_that_takes_nothing_holds_the_work_back()
    {
        var posted = 0;
        var work = _bridge.Start(async _ =>
        {
            for (var i = 0; i < PipelineBridge.Capacity * 3; i++)
            {
                await _bridge.PostAsync(() => _written.Add(0));
                Interlocked.Increment(ref posted);
            }
        });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref posted) == PipelineBridge.Capacity, s_second));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(PipelineBridge.Capacity, Volatile.Read(ref posted));
        _bridge.Wait(work);
        Assert.Equal(PipelineBridge.Capacity * 3, _written.Count);
    }

    [Fact]
    public void What_the_work_throws_reaches_the_pipeline_after_its_writes()
    {
        var work = _bridge.Start(async _ =>
        {
            await _bridge.PostAsync(() => _written.Add(1));
            throw new FormatException();
        });
        Assert.Throws<FormatException>(() => _bridge.Wait(work));
        Assert.Equal([1], _written);
    }

    [Fact]
    public void Stopping_ends_a_wait_for_work_that_says_nothing()
    {
        var started = new ManualResetEventSlim();
        using var stopper = new Timer(_ => _bridge.Stop(), null, 50, Timeout.Infinite);
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => _bridge.Run(async token =>
        {
            started.Set();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }));
        Assert.True(started.IsSet);
        Assert.True(clock.Elapsed < s_second, $"{clock.Elapsed}");
    }

    [Fact]
    public void Stopping_ends_a_wait_for_work_that_does_not_listen()
    {
        using var stopper = new Timer(_ => _bridge.Stop(), null, 50, Timeout.Infinite);
        var never = new TaskCompletionSource();
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => _bridge.Wait(_bridge.Start(_ => never.Task)));
        _bridge.Dispose();
        Assert.True(clock.Elapsed < s_second, $"{clock.Elapsed}");
    }

    [Fact]
    public void A_write_that_fails_stops_the_work()
    {
        var work = _bridge.Start(async token =>
        {
            await _bridge.PostAsync(static () => throw new InvalidOperationException("the pipeline wants no more"));
            await Task.Delay(Timeout.Infinite, token);
        });
        Assert.Throws<InvalidOperationException>(() => _bridge.Wait(work));
        Assert.True(_bridge.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void Disposing_stops_work_and_waits_until_it_has_put_things_in_order()
    {
        var started = new ManualResetEventSlim();
        var isInOrder = false;
        _ = _bridge.Start(async token =>
        {
            started.Set();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Delay(50, CancellationToken.None);
                isInOrder = true;
            }
        });
        started.Wait(TestContext.Current.CancellationToken);
        _bridge.Dispose();
        Assert.True(isInOrder);
    }

    [Fact]
    public async Task Writes_after_the_end_are_dropped()
    {
        _bridge.Dispose();
        await _bridge.PostAsync(() => _written.Add(1));
        _bridge.Drain();
        Assert.Empty(_written);
    }

    [Fact]
    public async Task A_worker_that_waits_for_room_at_the_end_is_let_go()
    {
        var work = _bridge.Start(async _ =>
        {
            for (var i = 0; i < PipelineBridge.Capacity * 2; i++)
            {
                await _bridge.PostAsync(() => _written.Add(0));
            }
        });
        _bridge.Dispose();
        await work.WaitAsync(s_second, TestContext.Current.CancellationToken);
        Assert.Empty(_written);
    }

    [Fact]
    public void What_nobody_can_wait_for_is_told_in_order_and_never_without_bound()
    {
        for (var i = 0; i < 100_000; i++)
        {
            var number = i;
            _bridge.Offer(() => _written.Add(number));
        }

        _bridge.Drain();
        Assert.InRange(_written.Count, 100, 5000);
        Assert.Equal(Enumerable.Range(0, _written.Count), _written);
    }

    [Fact]
    public void Work_that_fails_unwatched_harms_nobody()
    {
        var unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> count = (_, _) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += count;
        try
        {
            FailUnwatched();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= count;
        }

        static void FailUnwatched()
        {
            using var bridge = new PipelineBridge();
            var failed = bridge.Start(static _ => throw new FormatException());
            SpinWait.SpinUntil(() => failed.IsCompleted, s_second);
        }
    }

    [Fact]
    public void Ticks_come_while_the_pipeline_waits()
    {
        var ticks = 0;
        _bridge.TickInterval = TimeSpan.FromMilliseconds(10);
        _bridge.Tick = () => ticks++;
        _bridge.Run(static async token =>
        {
            await Task.Delay(200, token);
            return 0;
        });
        Assert.InRange(ticks, 2, 21);
    }
}
