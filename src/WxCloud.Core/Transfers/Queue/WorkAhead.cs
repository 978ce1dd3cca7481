using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace WxCloud.Transfers.Queue;

/// <summary>Works a few items ahead of the reader and hands the results out in the order of the items.</summary>
internal static class WorkAhead
{
    /// <param name="items">The items.</param>
    /// <param name="ahead">The limit of results that are ready or in progress.</param>
    /// <param name="work">The work on one item.</param>
    /// <param name="cancellationToken">Stops everything; so does the end of the enumeration.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int ahead,
        Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Channel.CreateBounded<Task<TResult>>(ahead);
        var all = Task.Run(() => StartAllAsync(items, work, started.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (await started.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (started.Reader.TryRead(out var task))
                {
                    yield return await task.ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
            while (started.Reader.TryRead(out var task))
            {
                await Task.WhenAny(task).ConfigureAwait(false);
            }
        }
    }

    private static async Task StartAllAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        Func<TItem, CancellationToken, Task<TResult>> work,
        ChannelWriter<Task<TResult>> started,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await started.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                started.TryWrite(work(item, cancellationToken));
            }

            started.TryComplete();
        }
        catch (Exception e)
        {
            // The reader sees it after the results that came before.
            started.TryComplete(e);
        }
    }
}
