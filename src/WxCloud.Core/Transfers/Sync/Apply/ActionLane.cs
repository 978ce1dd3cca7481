using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>
/// The actions of one kind on their way through the uploader or the downloader, whose outcomes name an item: the actions are found
/// again by it.
/// </summary>
internal sealed class ActionLane<TEntry, TFile>(
    int limit,
    Func<WxCloudSyncAction, TEntry> toItem,
    Func<IAsyncEnumerable<Outcome<string, TEntry>>, CancellationToken, IAsyncEnumerable<Outcome<string, TFile>>> transfer,
    Func<WxCloudSyncAction, TFile, WxCloudSyncAction> finish,
    FailedTransfers failed)
{
    private readonly Channel<WxCloudSyncAction> _actions = Channel.CreateBounded<WxCloudSyncAction>(limit);
    private readonly ConcurrentDictionary<string, WxCloudSyncAction> _inFlight = new(StringComparer.Ordinal);

    public ValueTask AddAsync(WxCloudSyncAction action, CancellationToken cancellationToken) => _actions.Writer.WriteAsync(action, cancellationToken);

    /// <summary>Ends the lane after the actions that were added.</summary>
    public void Complete() => _actions.Writer.TryComplete();

    public async Task RunAsync(ChannelWriter<Outcome<string, WxCloudSyncAction>> results, CancellationToken cancellationToken)
    {
        await foreach (var outcome in transfer(ItemsAsync(results, cancellationToken), cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _inFlight.TryRemove(outcome.Item, out var action);
            if (outcome.Error is not null)
            {
                failed.Add(action!);
            }

            await results.WriteAsync(
                outcome.Error is { } error ? new(outcome.Item, error) : new(outcome.Item, finish(action!, outcome.Value!)),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<Outcome<string, TEntry>> ItemsAsync(
        ChannelWriter<Outcome<string, WxCloudSyncAction>> results,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _actions.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_actions.Reader.TryRead(out var action))
            {
                if (_inFlight.TryAdd(action.Item, action))
                {
                    yield return new(action.Item, toItem(action));
                }
                else
                {
                    failed.Add(action);
                    await results.WriteAsync(new(action.Item, Error.SameTarget(action.Item, action.CloudPath)), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
