using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Bridge;

/// <summary>Takes work items; what becomes of them is written to the pipeline.</summary>
internal interface IItemStream<in TItem>
{
    /// <summary>From the pipeline thread: adds an item, and writes the results that are ready.</summary>
    void Add(TItem item);
}

/// <summary>
/// Takes items from a pipeline and writes results back to it, both as streams. The work starts with the first item and runs
/// beside the pipeline; when it falls behind, adding waits, and results are written meanwhile.
/// </summary>
/// <param name="bridge">The pipeline's bridge.</param>
/// <param name="work">Turns the stream of items into a stream of results.</param>
/// <param name="write">Writes one result; runs on the pipeline thread.</param>
internal sealed class ItemStream<TItem, TResult>(
    PipelineBridge bridge,
    Func<IAsyncEnumerable<TItem>, CancellationToken, IAsyncEnumerable<TResult>> work,
    Action<TResult> write) : IItemStream<TItem>
{
    private readonly Channel<TItem> _items = Channel.CreateBounded<TItem>(
        new BoundedChannelOptions(PipelineBridge.Capacity) { SingleReader = true, SingleWriter = true });

    private Task? _working;

    /// <inheritdoc/>
    public void Add(TItem item)
    {
        _working ??= bridge.Start(WorkAsync);
        while (!_items.Writer.TryWrite(item))
        {
            bridge.Wait(_items.Writer.WaitToWriteAsync(bridge.Stopping).AsTask());
            ThrowIfEnded();
        }

        ThrowIfEnded();
        bridge.Drain();
    }

    /// <summary>From the pipeline thread: waits for the results of all items.</summary>
    public void Complete()
    {
        if (_working is not null)
        {
            _items.Writer.TryComplete();
            bridge.Wait(_working);
        }
    }

    /// <summary>Work that ends before all items are added has failed; waiting for it throws its exception.</summary>
    private void ThrowIfEnded()
    {
        if (_working!.IsCompleted)
        {
            bridge.Wait(_working);
            throw new InvalidOperationException("The work ended before its items did.");
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var result in work(ReadAsync(cancellationToken), cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await bridge.PostAsync(() => write(result)).ConfigureAwait(false);
            }
        }
        finally
        {
            // Releases a pipeline that waits for room.
            _items.Writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<TItem> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _items.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_items.Reader.TryRead(out var item))
            {
                yield return item;
            }
        }
    }
}
