using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>Deletes files at the target, those in the cloud a thousand at a time.</summary>
internal sealed class Deletions(EnvironmentBucket bucket)
{
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> RunAsync(
        IReadOnlyList<WxCloudSyncAction> actions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var action in actions.Where(static action => action.FileId is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return DeleteLocal(action);
        }

        var inCloud = actions.Where(static action => action.FileId is not null).ToList();
        for (var first = 0; first < inCloud.Count; first += BucketClient.MaxKeys)
        {
            var batch = inCloud.GetRange(first, Math.Min(BucketClient.MaxKeys, inCloud.Count - first));
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

    private static Outcome<string, WxCloudSyncAction> Done(WxCloudSyncAction action) =>
        new(action.Item, action with { Result = WxCloudSyncResult.Deleted });
}
