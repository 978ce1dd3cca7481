using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>
/// Deletes files at the target, those in the cloud a thousand at a time. Each is looked at again before: what was written since the
/// comparison, which may be hours ago, is nowhere else.
/// </summary>
/// <param name="bucket">The bucket.</param>
/// <param name="failed">The transfers of the same run that failed.</param>
/// <param name="throttleLimit">The number of files looked at at the same time.</param>
internal sealed class Deletions(EnvironmentBucket bucket, FailedTransfers failed, int throttleLimit)
{
    private readonly ActionVerifier _verifier = new(bucket);

    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> RunAsync(
        IEnumerable<WxCloudSyncAction> actions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inCloud = new List<WxCloudSyncAction>();
        foreach (var action in actions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (failed.FindMovedFrom(action) is { } moved)
            {
                yield return new(action.Item, Error.SyncMoveIncomplete(action.Item, moved));
            }
            else if (action.FileId is null)
            {
                yield return DeleteLocal(action);
            }
            else
            {
                inCloud.Add(action);
                if (inCloud.Count == BucketClient.MaxKeys)
                {
                    await foreach (var outcome in DeleteInCloudAsync(inCloud, cancellationToken).ConfigureAwait(false))
                    {
                        yield return outcome;
                    }

                    inCloud = [];
                }
            }
        }

        if (inCloud.Count > 0)
        {
            await foreach (var outcome in DeleteInCloudAsync(inCloud, cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
    }

    private static async IAsyncEnumerable<WxCloudSyncAction> StreamAsync(List<WxCloudSyncAction> actions)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var action in actions)
        {
            yield return action;
        }
    }

    private static Outcome<string, WxCloudSyncAction> DeleteLocal(WxCloudSyncAction action)
    {
        try
        {
            ActionVerifier.ThrowIfLocalChanged(action);
            File.Delete(action.LocalPath!);
            return Done(action);
        }
        catch (WxCloudException e)
        {
            return new(action.Item, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(action.Item, Error.Unwritable(action.Item, e));
        }
    }

    /// <summary>Deletes with one call.</summary>
    private async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> DeleteInCloudAsync(
        List<WxCloudSyncAction> actions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var verified = TransferQueue.RunAsync(
            StreamAsync(actions),
            throttleLimit,
            (action, token) => TransferQueue.AttemptAsync(action.Item, () => _verifier.ThrowIfReplacedAsync(action, token), token),
            cancellationToken);
        var batch = new List<WxCloudSyncAction>();
        await foreach (var outcome in verified.ConfigureAwait(false))
        {
            if (outcome.Error is { } error)
            {
                yield return new(outcome.Item, error);
            }
            else
            {
                batch.Add(outcome.Value!);
            }
        }

        if (batch.Count == 0)
        {
            yield break;
        }

        var answered = await TransferQueue.AttemptAsync(
            batch[0].Item,
            () => bucket.Objects.DeleteAsync([.. batch.Select(action => bucket.Address.KeyOf(action.CloudPath))], cancellationToken),
            cancellationToken).ConfigureAwait(false);
        foreach (var action in batch)
        {
            var error = answered.Error
                ?? (answered.Value!.TryGetValue(bucket.Address.KeyOf(action.CloudPath), out var refused) ? refused : null);
            yield return error is null ? Done(action) : new(action.Item, error);
        }
    }

    private static Outcome<string, WxCloudSyncAction> Done(WxCloudSyncAction action) =>
        new(action.Item, action with { Result = WxCloudSyncResult.Deleted });
}
