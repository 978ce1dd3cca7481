using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Bridge;

/// <summary>
/// Takes the items of an asynchronous stream on the pipeline thread. The first comes alone, then twice as many at a time up to
/// a limit: crossing to the pipeline for each of a million rows would cost more than the rows.
/// </summary>
internal sealed class PulledItems<T>(PipelineBridge bridge, Func<CancellationToken, IAsyncEnumerable<T>> open)
{
    private const int MaxBatch = 512;

    /// <summary>The items, read on demand. The stream ends with the enumeration.</summary>
    /// <exception cref="OperationCanceledException">The bridge was stopped.</exception>
    public IEnumerable<T> Read()
    {
        var items = open(bridge.Stopping).GetAsyncEnumerator(bridge.Stopping);
        try
        {
            for (var limit = 1; ; limit = Math.Min(limit * 2, MaxBatch))
            {
                var batch = bridge.Run(_ => TakeAsync(items, limit));
                foreach (var item in batch)
                {
                    yield return item;
                }

                if (batch.Count < limit)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // A stopped pipeline does not wait: the stream ends by its cancellation.
            _ = bridge.Start(_ => items.DisposeAsync().AsTask());
        }
    }

    /// <summary>As many items as the limit; fewer only at the end.</summary>
    private static async Task<List<T>> TakeAsync(IAsyncEnumerator<T> items, int limit)
    {
        var batch = new List<T>(limit);
        while (batch.Count < limit && await items.MoveNextAsync().ConfigureAwait(false))
        {
            batch.Add(items.Current);
        }

        return batch;
    }
}
