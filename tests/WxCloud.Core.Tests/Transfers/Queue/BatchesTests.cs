using System;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using WxCloud.Transfers.Queue;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Queue;

public sealed class BatchesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "")]
    [InlineData(49, "49")]
    [InlineData(50, "50")]
    [InlineData(101, "50,50,1")]
    public async Task A_list_is_divided_into_batches_of_fifty(int count, string expected)
    {
        var batches = Batches.GatherAsync(Enumerable.Range(0, count).ToAsyncEnumerable(), 50, static _ => true, maxWait: null, Token);
        var sizes = await batches.Select(static batch => batch.Count).ToListAsync(Token);
        Assert.Equal(expected, string.Join(',', sizes));
    }

    [Fact]
    public async Task Items_that_do_not_count_are_added_to_the_batch()
    {
        var batches = Batches.GatherAsync(Enumerable.Range(0, 150).ToAsyncEnumerable(), 50, static item => item % 3 != 0, maxWait: null, Token);
        var counted = await batches.Select(static batch => batch.Count(static item => item % 3 != 0)).ToListAsync(Token);
        Assert.Equal([50, 50], counted);
    }

    [Fact]
    public async Task Items_that_do_not_count_are_limited_too()
    {
        var batches = Batches.GatherAsync(Enumerable.Range(0, 100).ToAsyncEnumerable(), 2, static _ => false, maxWait: null, Token);
        Assert.Equal([40, 40, 20], await batches.Select(static batch => batch.Count).ToListAsync(Token));
    }

    [Fact]
    public async Task A_batch_that_is_not_full_is_sent_when_nothing_more_arrives()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.TryWrite(1);
        channel.Writer.TryWrite(2);
        await using var batches = Batches.GatherAsync(channel.Reader.ReadAllAsync(Token), 50, static _ => true, TimeSpan.FromMilliseconds(1), Token)
            .GetAsyncEnumerator(Token);
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal([1, 2], batches.Current);
        channel.Writer.Complete();
    }
}
