using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Transfers.Queue;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Queue;

public sealed class TransferQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_items_as_the_limit_are_processed_at_once()
    {
        var allThere = new TaskCompletionSource();
        var (running, highest) = (0, 0);
        var results = TransferQueue.RunAsync(Enumerable.Range(0, 40).ToAsyncEnumerable(), 4, WorkAsync, Token);
        Assert.Equal(Enumerable.Range(0, 40), (await results.ToListAsync(Token)).Order());
        Assert.Equal(4, highest);

        async Task<int> WorkAsync(int item, CancellationToken token)
        {
            var now = Interlocked.Increment(ref running);
            lock (allThere)
            {
                highest = Math.Max(highest, now);
            }

            if (now == 4)
            {
                allThere.TrySetResult();
            }

            await allThere.Task.WaitAsync(token);
            Interlocked.Decrement(ref running);
            return item;
        }
    }

    [Fact]
    public async Task Results_arrive_while_other_items_run()
    {
        var never = new TaskCompletionSource<int>();
        var results = TransferQueue.RunAsync(new[] { 1, 2 }.ToAsyncEnumerable(), 2, (item, token) => item == 1 ? Task.FromResult(1) : never.Task.WaitAsync(token), Token);
        await using var reader = results.GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(1, reader.Current);
    }

    [Fact]
    public async Task A_slow_reader_pauses_the_work()
    {
        var taken = 0;
        await using var reader = TransferQueue.RunAsync(Source(), 3, static (item, _) => Task.FromResult(item), Token).GetAsyncEnumerator(Token);
        for (var read = 1; read <= 1000; read++)
        {
            Assert.True(await reader.MoveNextAsync());

            // The items that were read, those that are ready, and those that wait for room.
            Assert.InRange(Volatile.Read(ref taken), read, read + 3 + 3);
        }

        async IAsyncEnumerable<int> Source()
        {
            while (true)
            {
                yield return Interlocked.Increment(ref taken);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_reader_that_leaves_stops_the_work()
    {
        var stopped = new TaskCompletionSource();
        var results = TransferQueue.RunAsync(new[] { 1, 2 }.ToAsyncEnumerable(), 2, WorkAsync, Token);
        await foreach (var result in results)
        {
            Assert.Equal(1, result);
            break;
        }

        await stopped.Task.WaitAsync(Token);

        async Task<int> WorkAsync(int item, CancellationToken token)
        {
            if (item == 1)
            {
                return item;
            }

            await using var registration = token.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            return item;
        }
    }

    [Fact]
    public async Task A_source_that_fails_is_seen_by_the_reader()
    {
        var results = TransferQueue.RunAsync(Source(), 2, static (item, _) => Task.FromResult(item), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await results.CountAsync(Token));

        static async IAsyncEnumerable<int> Source()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }
}
