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
        if (action.FileId is { } fileId)
        {
            _ = FileId.Parse(fileId, bucket.Address.EnvironmentId).CloudPath == action.CloudPath ? true : throw Error.SyncActionInvalid(action.Item, nameof(action.FileId));
        }

        ThrowIfLocalChanged(action);
        if (action.Action == WxCloudSyncOperation.Delete && action.FileId is null)
        {
            return;
        }

        var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(action.CloudPath), action.CloudPath, cancellationToken).ConfigureAwait(false);
        if (!IsSame(action, head))
        {
            throw Error.SyncFileChanged(action.Item);
        }
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

    private static bool IsSame(WxCloudSyncAction action, ObjectHead? head) =>
        head is null
            ? action.LastModified is null && action.ETag is null
            : action.ETag == head.ETag && Seconds(action.LastModified) == Seconds(head.LastModified);

    private static long? Seconds(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerSecond;
}
