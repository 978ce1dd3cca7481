using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Bridge;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Bridge;

public sealed class ItemStreamTests : IDisposable
{
    private readonly PipelineBridge _bridge = new();
    private readonly List<int> _written = [];

    public void Dispose() => _bridge.Dispose();

    [Fact]
    public void Results_come_back_while_items_are_still_added()
    {
        var stream = new ItemStream<int, int>(_bridge, static (items, _) => items, _written.Add);
        stream.Add(1);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _bridge.Drain();
                return _written.Count == 1;
            },
            TimeSpan.FromMinutes(1)));
        stream.Complete();
    }

    [Fact]
    public void More_items_than_the_buffers_hold_flow_through_in_order()
    {
        var stream = new ItemStream<int, int>(_bridge, static (items, _) => items, _written.Add);
        var all = Enumerable.Range(0, PipelineBridge.Capacity * 20).ToList();
        all.ForEach(stream.Add);
        stream.Complete();
        Assert.Equal(all, _written);
    }

    [Fact]
    public void Work_that_fails_ends_Add_with_its_error()
    {
        var stream = new ItemStream<int, int>(_bridge, static (_, _) => throw new FormatException(), _written.Add);
        Assert.Throws<FormatException>((Action)(() => AddForever(stream)));
    }

    [Fact]
    public void Work_that_fails_at_the_last_item_ends_Complete_with_its_error()
    {
        var stream = new ItemStream<int, int>(_bridge, FailAfterAllAsync, _written.Add);
        stream.Add(1);
        Assert.Throws<FormatException>(stream.Complete);
        Assert.Equal([1], _written);
    }

    [Fact]
    public void Stopping_ends_Add_while_the_work_takes_no_items()
    {
        var stream = new ItemStream<int, int>(_bridge, static (_, token) => NothingAsync(token), _written.Add);
        using var stopper = new Timer(_ => _bridge.Stop(), null, 50, Timeout.Infinite);
        Assert.Throws<OperationCanceledException>((Action)(() => AddForever(stream)));
    }

    [Fact]
    public void Without_items_no_work_starts()
    {
        var stream = new ItemStream<int, int>(_bridge, static (_, _) => throw new FormatException(), _written.Add);
        stream.Complete();
        Assert.Empty(_written);
    }

    private static void AddForever(ItemStream<int, int> stream)
    {
        while (true)
        {
            stream.Add(1);
        }
    }

    private static async IAsyncEnumerable<int> FailAfterAllAsync(
        IAsyncEnumerable<int> items,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            yield return item;
        }

        throw new FormatException();
    }

    private static async IAsyncEnumerable<int> NothingAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
