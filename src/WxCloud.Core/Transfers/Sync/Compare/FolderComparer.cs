using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Compares a local folder with a cloud one: both are read once, sorted, and side by side, so that memory does not grow with
/// their files. Changes nothing.
/// </summary>
internal sealed class FolderComparer(FileListing listing, EnvironmentBuckets buckets, EngineLog log)
{
    /// <summary>One action per file, as they are found; deletions come last, when both sides were read to their end.</summary>
    /// <exception cref="WxCloudException">The folders cannot be compared, or the listing of the cloud folder broke off.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> CompareAsync(
        SyncOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        options.Validate();
        var bucket = await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
        FolderComparison comparison = options.IsUpload
            ? new UploadComparison(options, bucket, log)
            : new DownloadComparison(options, bucket, log);
        var files = listing.ByPrefixAsync(options.EnvironmentId, options.CloudFolder, recurse: true, cancellationToken);

        // One more is in flight than ready.
        var compared = WorkAhead.RunAsync(comparison.MergeAsync(files, cancellationToken), Math.Max(1, options.ThrottleLimit - 1), comparison.FinishAsync, cancellationToken);
        await foreach (var outcome in compared.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }

        foreach (var outcome in comparison.Delete())
        {
            yield return outcome;
        }
    }
}
