using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Transfers.Queue;

/// <summary>Gathers items into the calls that take many of them.</summary>
internal static class Batches
{
    /// <summary>Limits a batch when few items count.</summary>
    private const int MaxItemsPerCounted = 20;

    /// <param name="items">The items.</param>
    /// <param name="size">The limit of one batch, in items that count.</param>
    /// <param name="counts">Whether an item counts towards the limit.</param>
    /// <param name="maxWait">How long a batch that is not full waits for the next item; <see langword="null"/> waits until the end.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> GatherAsync<T>(
        IAsyncEnumerable<T> items,
        int size,
        Func<T, bool> counts,
        TimeSpan? maxWait,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var source = items.GetAsyncEnumerator(cancellationToken);
        var next = Task.FromResult(false);
        var batch = new List<T>();
        var counted = 0;
        try
        {
            while (true)
            {
                next = source.MoveNextAsync().AsTask();
                if (batch.Count > 0 && maxWait is { } limit && !await CompletesWithinAsync(next, limit, cancellationToken).ConfigureAwait(false))
                {
                    yield return batch;
                    (batch, counted) = ([], 0);
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                batch.Add(source.Current);
                counted += counts(source.Current) ? 1 : 0;
                if (counted == size || batch.Count == size * MaxItemsPerCounted)
                {
                    yield return batch;
                    (batch, counted) = ([], 0);
                }
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
        finally
        {
            // A sequence must not be disposed while it looks for its next item; what that search throws was seen above.
            await Task.WhenAny(next).ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<bool> CompletesWithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken) =>
        task.IsCompleted || await Task.WhenAny(task, Task.Delay(limit, cancellationToken)).ConfigureAwait(false) == task;
}
