using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Copy;

/// <summary>
/// Finds and repairs stored files that Mini Programs cannot read, since their <c>x-cos-meta-fileid</c> is missing or belongs to
/// another path. Files for which the service returns no link, requested fifty a call, are such files; their metadata is rewritten by a copy onto themselves.
/// </summary>
internal sealed class FileRepair(EnvironmentBuckets buckets, FileListing listing, StorageClient storage)
{
    /// <summary>The files below a prefix that need repair, found while listing.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="prefix">The beginning of the cloud paths; empty for all.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public IAsyncEnumerable<Outcome<string, string>> FindAsync(string environmentId, string prefix, CancellationToken cancellationToken)
    {
        return FindAsync(environmentId, ListAsync(cancellationToken), cancellationToken);

        async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var file in listing.ByPrefixAsync(environmentId, prefix, recurse: true, token).ConfigureAwait(false))
            {
                // A folder marker has no content to read.
                if (!file.IsFolder)
                {
                    yield return file.FileId;
                }
            }
        }
    }

    /// <summary>Those of some files that need repair, in their order.</summary>
    public async IAsyncEnumerable<Outcome<string, string>> FindAsync(
        string environmentId,
        IAsyncEnumerable<string> fileIds,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var links = FileIdCalls.RunAsync(ParseAsync(cancellationToken), static fileId => fileId, LinkAsync, maxWait: null, FileIdCalls.CallsAhead, cancellationToken);
        await foreach (var link in links.ConfigureAwait(false))
        {
            if (link.Error is { } error)
            {
                yield return new(link.Item, error);
            }
            else if (!link.Value.Value)
            {
                yield return new(link.Item, link.Item);
            }
        }

        async IAsyncEnumerable<Outcome<string, FileId>> ParseAsync([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var text in fileIds.WithCancellation(token).ConfigureAwait(false))
            {
                yield return FileId.TryParse(text, environmentId);
            }
        }

        async Task<IReadOnlyList<Outcome<FileId, bool>>> LinkAsync(IReadOnlyList<FileId> batch, CancellationToken token)
        {
            var answers = await storage.GetLinksAsync(environmentId, batch, LinkSource.LifetimeSeconds, token).ConfigureAwait(false);
            return [.. answers.Select(static answer => answer.Error switch
            {
                null => new(answer.Item, value: true),
                { Category: WxCloudErrorCategory.ObjectNotFound } => new(answer.Item, value: false),
                var error => new Outcome<FileId, bool>(answer.Item, error),
            })];
        }
    }

    /// <summary>Rewrites the metadata of files; one outcome each, as they finish.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudFile>> RepairAsync(string environmentId, IAsyncEnumerable<string> fileIds, CancellationToken cancellationToken) =>
        TransferQueue.RunAsync(
            fileIds,
            TransferQueue.DefaultThrottleLimit,
            (fileId, token) => TransferQueue.AttemptAsync(fileId, () => RepairOneAsync(environmentId, fileId, token), token),
            cancellationToken);

    private async Task<WxCloudFile> RepairOneAsync(string environmentId, string fileId, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        var path = StoredPaths.File(fileId, bucket.Address);
        var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), fileId, cancellationToken).ConfigureAwait(false) ?? throw Error.ObjectMissing(fileId);
        var repaired = await Copier.CopyAsync(bucket, path, head, path, fileId, cancellationToken).ConfigureAwait(false);
        return bucket.Address.FileOf(path, repaired);
    }
}
