using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;
using WxCloud.Cmdlets.Bridge;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Bridge;

/// <summary>The thread of each test plays the pipeline's.</summary>
public sealed class PipelineBridgeTests : IDisposable
{
    /// <summary>The limit of waits that end at once when all is well; generous, since the machine may be busy.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

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
    public async Task A_pipeline_that_takes_no_results_pauses_the_work()
    {
        var posts = Enumerable.Range(0, PipelineBridge.Capacity + 2).Select(number => _bridge.PostAsync(() => _written.Add(number))).ToList();
        Assert.Equal(PipelineBridge.Capacity, posts.Count(static post => post.IsCompleted));
        _bridge.Wait(Task.WhenAll(posts));
        await Task.WhenAll(posts);
        _bridge.Drain();
        Assert.Equal(posts.Count, _written.Count);
    }

    [Fact]
    public void An_exception_of_the_work_reaches_the_pipeline_after_its_writes()
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
    public async Task Stopping_ends_a_wait_for_silent_work()
    {
        using var started = new ManualResetEventSlim();
        var waiting = Task.Run(() => Assert.Throws<OperationCanceledException>(() => _bridge.Run(async token =>
        {
            started.Set();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        })), TestContext.Current.CancellationToken);
        Assert.True(started.Wait(s_limit, TestContext.Current.CancellationToken));
        _bridge.Stop();
        await waiting.WaitAsync(s_limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_ends_a_wait_for_work_that_ignores_cancellation()
    {
        using var started = new ManualResetEventSlim();
        var never = new TaskCompletionSource();
        var waiting = Task.Run(() => Assert.Throws<OperationCanceledException>(() => _bridge.Wait(_bridge.Start(_ =>
        {
            started.Set();
            return never.Task;
        }))), TestContext.Current.CancellationToken);
        Assert.True(started.Wait(s_limit, TestContext.Current.CancellationToken));
        _bridge.Stop();
        await waiting.WaitAsync(s_limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_write_that_fails_stops_the_work()
    {
        var work = _bridge.Start(async token =>
        {
            await _bridge.PostAsync(static () => throw new InvalidOperationException("the pipeline is closed"));
            await Task.Delay(Timeout.Infinite, token);
        });
        Assert.Throws<InvalidOperationException>(() => _bridge.Wait(work));
        Assert.True(_bridge.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void Disposing_stops_work_and_waits_until_it_has_cleaned_up()
    {
        using var started = new ManualResetEventSlim();
        var isClean = false;
        _bridge.GracePeriod = s_limit;
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
                isClean = true;
            }
        });
        started.Wait(TestContext.Current.CancellationToken);
        _bridge.Dispose();
        Assert.True(isClean);
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
    public async Task A_worker_that_waits_for_room_at_the_end_is_released()
    {
        var work = _bridge.Start(async _ =>
        {
            for (var i = 0; i < PipelineBridge.Capacity * 2; i++)
            {
                await _bridge.PostAsync(() => _written.Add(0));
            }
        });
        _bridge.Dispose();
        await work.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.Empty(_written);
    }

    [Fact]
    public void Offered_writes_are_executed_in_order_up_to_a_limit()
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
    public void Work_that_fails_unobserved_raises_no_event()
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
            SpinWait.SpinUntil(() => failed.IsCompleted, s_limit);
        }
    }

    [Fact]
    public void Ticks_come_while_the_pipeline_waits()
    {
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ticks = 0;
        _bridge.TickInterval = TimeSpan.FromMilliseconds(10);
        _bridge.Tick = () =>
        {
            if (++ticks == 3)
            {
                third.SetResult();
            }
        };
        _bridge.Wait(third.Task.WaitAsync(s_limit, TestContext.Current.CancellationToken));
        Assert.InRange(ticks, 3, int.MaxValue);
    }

    [Fact]
    public void Ticks_come_no_more_often_than_their_interval()
    {
        var time = new FakeTimeProvider();
        using var bridge = new PipelineBridge(time);
        var ticks = 0;
        bridge.Tick = () => ticks++;
        foreach (var expected in (int[])[0, 1, 2])
        {
            bridge.Drain();
            bridge.Drain();
            Assert.Equal(expected, ticks);
            time.Advance(bridge.TickInterval);
        }
    }
}
