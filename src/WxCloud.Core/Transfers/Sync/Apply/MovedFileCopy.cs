using System.Threading;
using System.Threading.Tasks;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Copy;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>Copies a file that was moved on the server.</summary>
internal sealed class MovedFileCopy(EnvironmentBucket bucket)
{
    /// <summary>Copies when the source still has the content of the local file.</summary>
    /// <returns>The action with its result; <see langword="null"/> when the file has to be sent instead.</returns>
    /// <exception cref="WxCloudException">The local file changed, or the copy failed.</exception>
    public async Task<WxCloudSyncAction?> RunAsync(WxCloudSyncAction action, CancellationToken cancellationToken)
    {
        ActionVerifier.ThrowIfLocalChanged(action);
        var (objects, address) = (bucket.Objects, bucket.Address);
        if (action.CopyFrom is not { } source)
        {
            return null;
        }

        var head = await objects.HeadAsync(address.KeyOf(source), action.Item, cancellationToken).ConfigureAwait(false);
        if (head is null || head.Length != action.Length || head.Crc64 is null || head.Crc64 != action.Crc64)
        {
            return null;
        }

        var copied = await Copier.CopyAsync(bucket, source, head, action.CloudPath, action.Item, cancellationToken).ConfigureAwait(false);

        if (copied.Crc64 is null)
        {
            // The old file is deleted afterwards, so a copy that cannot be verified is replaced by the local file.
            return null;
        }

        // A file that was written meanwhile could have been written before the copy, and would never be sent.
        ActionVerifier.ThrowIfLocalChanged(action);
        return action with { Result = WxCloudSyncResult.Copied, ETag = copied.ETag, LastModified = copied.LastModified };
    }
}
