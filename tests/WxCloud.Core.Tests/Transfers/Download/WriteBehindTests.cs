using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Download;

public sealed class WriteBehindTests
{
    private const int BufferBytes = 16;

    [Fact]
    public async Task Blocks_are_written_one_at_a_time_and_in_order()
    {
        var kept = new List<byte>();
        var atWork = 0;
        await using var pieces = new WriteBehind(BufferBytes, (buffer, count) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref atWork));
            Thread.Yield();
            kept.AddRange(buffer.AsSpan(0, count));
            Interlocked.Decrement(ref atWork);
        });

        for (byte piece = 0; piece < 200; piece++)
        {
            pieces.Buffer[0] = piece;
            await pieces.AddAsync(1);
        }

        pieces.Buffer[0] = 200;
        await pieces.FinishAsync(1);
        Assert.Equal(201, kept.Count);
        Assert.All(kept, (piece, place) => Assert.Equal(place, piece));
    }

    [Fact]
    public async Task The_next_block_can_be_filled_while_one_is_written()
    {
        using var release = new ManualResetEventSlim();
        await using var pieces = new WriteBehind(BufferBytes, (_, _) => release.Wait(TestContext.Current.CancellationToken));
        var first = pieces.Buffer;
        await pieces.AddAsync(1);
        Assert.NotSame(first, pieces.Buffer);
        release.Set();
        await pieces.FinishAsync(0);
    }

    [Fact]
    public async Task A_block_that_cannot_be_written_fails_the_next_call()
    {
        await using var pieces = new WriteBehind(BufferBytes, static (_, _) => throw new InvalidOperationException("disk"));
        await pieces.AddAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pieces.FinishAsync(0));
    }

    [Fact]
    public async Task Disposing_waits_until_no_write_is_in_progress()
    {
        var done = false;
        using var release = new ManualResetEventSlim();
        var pieces = new WriteBehind(BufferBytes, (_, _) =>
        {
            release.Wait();
            done = true;
        });
        await pieces.AddAsync(1);
        var giving = pieces.DisposeAsync().AsTask();
        Assert.False(giving.IsCompleted);
        release.Set();
        await giving;
        Assert.True(done);
    }
}
