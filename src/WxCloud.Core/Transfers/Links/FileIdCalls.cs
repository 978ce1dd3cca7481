using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Links;

/// <summary>
/// Cuts a list of any length into calls of 50 and gives one outcome per entry, in the order of the list. An entry that is
/// no good does not spend a place in a call.
/// </summary>
internal static class FileIdCalls
{
    /// <summary>The limit of calls that are in flight or answered before their results are read, for lists; it bounds the memory.</summary>
    public const int CallsAhead = 4;

    /// <summary>Where files wait for a call, it goes with fewer than fifty when nothing more arrives for this long.</summary>
    public static readonly TimeSpan TransferPatience = TimeSpan.FromMilliseconds(5);

    /// <summary>Calls ahead of so many transfers at a time: each call lasts about as long as a transfer, and feeds fifty.</summary>
    public static int CallsAheadOf(int transfers) => 1 + ((transfers + StorageClient.MaxFileIds - 1) / StorageClient.MaxFileIds);

    /// <param name="items">The entries; those that are no good pass with their error.</param>
    /// <param name="fileIdOf">The fileID of an entry.</param>
    /// <param name="call">One call for up to 50.</param>
    /// <param name="maxWait">How long a call that is not full waits for another entry; <see langword="null"/> waits until the end.</param>
    /// <param name="callsAhead">The limit of calls that are in flight or answered before their results are read.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    public static async IAsyncEnumerable<Outcome<string, (TItem Item, TValue Value)>> RunAsync<TItem, TValue>(
        IAsyncEnumerable<Outcome<string, TItem>> items,
        Func<TItem, FileId> fileIdOf,
        Func<IReadOnlyList<FileId>, CancellationToken, Task<IReadOnlyList<Outcome<FileId, TValue>>>> call,
        TimeSpan? maxWait,
        int callsAhead,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var batches = Batches.GatherAsync(items, StorageClient.MaxFileIds, static item => item.Error is null, maxWait, cancellationToken);
        var answered = WorkAhead.RunAsync(batches, callsAhead, AnswerAsync, cancellationToken);
        await foreach (var batch in answered.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var outcome in batch)
            {
                yield return outcome;
            }
        }

        async Task<IReadOnlyList<Outcome<string, (TItem Item, TValue Value)>>> AnswerAsync(
            IReadOnlyList<Outcome<string, TItem>> batch,
            CancellationToken token)
        {
            var fileIds = batch.Where(static item => item.Error is null).Select(item => fileIdOf(item.Value!)).ToList();
            IReadOnlyList<Outcome<FileId, TValue>> answers = [];
            WxCloudException? failure = null;
            try
            {
                answers = fileIds.Count == 0 ? [] : await call(fileIds, token).ConfigureAwait(false);
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                failure = e;
            }

            var next = 0;
            return [.. batch.Select(item => Outcome(item))];

            Outcome<string, (TItem Item, TValue Value)> Outcome(Outcome<string, TItem> item)
            {
                var error = item.Error ?? failure ?? answers[next].Error;
                if (error is not null)
                {
                    next += item.Error is null ? 1 : 0;
                    return new(item.Item, error);
                }

                return new(item.Item, (item.Value!, answers[next++].Value!));
            }
        }
    }
}
