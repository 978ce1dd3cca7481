using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>Verifies that a file is still what it was when its action was planned.</summary>
internal sealed class ActionVerifier(EnvironmentBucket bucket)
{
    /// <exception cref="WxCloudException">Either side is another one now, or the action belongs to another environment.</exception>
    public async Task ThrowIfChangedAsync(WxCloudSyncAction action, CancellationToken cancellationToken)
    {
        ThrowIfForeign(action);
        ThrowIfLocalChanged(action);
        if (!IsSame(action, await HeadAsync(action, cancellationToken).ConfigureAwait(false)))
        {
            throw Error.SyncFileChanged(action.Item);
        }
    }

    /// <summary>Verifies that a cloud file is still the one to delete; one that is gone already need not be kept.</summary>
    /// <returns>The deletion.</returns>
    /// <exception cref="WxCloudException">It was written since, or the action belongs to another environment.</exception>
    public async Task<WxCloudSyncAction> ThrowIfReplacedAsync(WxCloudSyncAction deletion, CancellationToken cancellationToken)
    {
        ThrowIfForeign(deletion);
        return await HeadAsync(deletion, cancellationToken).ConfigureAwait(false) is { } head && !IsSame(deletion, head)
            ? throw Error.SyncFileChanged(deletion.Item)
            : deletion;
    }

    /// <exception cref="WxCloudException">The local file is another one now.</exception>
    public static void ThrowIfLocalChanged(WxCloudSyncAction action)
    {
        if (action.LocalPath is not { } path)
        {
            return;
        }

        // A plan in a table has times of whole seconds.
        var state = LocalFileState.Read(path);
        if (state?.Length != action.LocalLength || Seconds(state?.LastWriteTime) != Seconds(action.LocalLastWriteTime))
        {
            throw Error.SyncFileChanged(action.Item);
        }
    }

    private void ThrowIfForeign(WxCloudSyncAction action)
    {
        if (action.FileId is { } fileId && FileId.Parse(fileId, bucket.Address.EnvironmentId).CloudPath != action.CloudPath)
        {
            throw Error.SyncActionInvalid(action.Item, nameof(action.FileId));
        }
    }

    private Task<ObjectHead?> HeadAsync(WxCloudSyncAction action, CancellationToken cancellationToken) =>
        bucket.Objects.HeadAsync(bucket.Address.KeyOf(action.CloudPath), action.CloudPath, cancellationToken);

    private static bool IsSame(WxCloudSyncAction action, ObjectHead? head) =>
        head is null
            ? action.LastModified is null && action.ETag is null
            : action.ETag == head.ETag && Seconds(action.LastModified) == Seconds(head.LastModified);

    private static long? Seconds(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerSecond;
}
