using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Looks up, before files are sent, which of their names are stored already: links for fifty at a time, since a
/// ticket for each would double the calls. The cloud itself is the record of what was sent; one of ours could be wrong.
/// </summary>
internal sealed class ExistingFiles(StorageClient storage, string environmentId)
{
    /// <summary>The same files, each with what may be stored under its name.</summary>
    public async IAsyncEnumerable<Outcome<string, UploadCandidate>> LookUpAsync(
        IAsyncEnumerable<Outcome<string, UploadItem>> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var linked = FileIdCalls.RunAsync(NameAsync(items, cancellationToken), static named => named.FileId, LinkAsync, FileIdCalls.TransferPatience, FileIdCalls.CallsAhead, cancellationToken);
        await foreach (var outcome in linked.ConfigureAwait(false))
        {
            yield return outcome.Error is { } error
                ? new(outcome.Item, error)
                : new(outcome.Item, new UploadCandidate(outcome.Value.Item.Item, outcome.Value.Value));
        }
    }

    /// <summary>The fileIDs that the files will have. The bucket is read from a ticket, and is the same for all files of an environment.</summary>
    private async IAsyncEnumerable<Outcome<string, (UploadItem Item, FileId FileId)>> NameAsync(
        IAsyncEnumerable<Outcome<string, UploadItem>> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? bucket = null;
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return await TransferQueue.AttemptAsync(item.Item, NameOneAsync, cancellationToken).ConfigureAwait(false);

            async Task<(UploadItem Item, FileId FileId)> NameOneAsync()
            {
                var upload = item.Require();
                bucket ??= (await storage.GetUploadTicketAsync(environmentId, upload.CloudPath, cancellationToken).ConfigureAwait(false)).FileId.Bucket;
                return (upload, FileId.Of(environmentId, bucket, upload.CloudPath));
            }
        }
    }

    private async Task<IReadOnlyList<Outcome<FileId, StoredLink?>>> LinkAsync(IReadOnlyList<FileId> fileIds, CancellationToken cancellationToken)
    {
        var links = await storage.GetLinksAsync(environmentId, fileIds, LinkSource.LifetimeSeconds, cancellationToken).ConfigureAwait(false);
        return [.. links.Select(static link => link.Error switch
        {
            null => new(link.Item, new StoredLink(link.Item, link.Value!)),
            { Category: WxCloudErrorCategory.ObjectNotFound } => new(link.Item, value: null),
            var error => new Outcome<FileId, StoredLink?>(link.Item, error),
        })];
    }
}

/// <summary>A file to send.</summary>
/// <param name="Item">The file.</param>
/// <param name="Stored">What may be stored under its name; <see langword="null"/> when nothing is, or that was not looked up.</param>
internal sealed record UploadCandidate(UploadItem Item, StoredLink? Stored);
