using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Copy;

/// <summary>
/// Looks up stored files by name: in the bucket when there are keys for it, else through links, as a Mini Program reaches them.
/// </summary>
internal sealed class StoredFiles(EnvironmentBuckets buckets, ObjectLookup lookup)
{
    /// <summary>The limit of lookups that are in flight or answered before their results are read.</summary>
    private const int LookupsAhead = 10;

    /// <summary>Looks up many files; one outcome each, in their order. One that does not exist is an error.</summary>
    /// <param name="environmentId">The environment that all of them belong to.</param>
    /// <param name="names">FileIDs or cloud paths.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    public async IAsyncEnumerable<Outcome<string, WxCloudFile>> GetAsync(
        string environmentId,
        IAsyncEnumerable<string> names,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in FindAsync(environmentId, names, cancellationToken).ConfigureAwait(false))
        {
            yield return found.Error is { } error ? new(found.Item, error)
                : found.Value is { } file ? new(found.Item, file)
                : new(found.Item, Error.ObjectMissing(found.Item));
        }
    }

    /// <summary>Tests whether files exist; one outcome each, in their order.</summary>
    /// <param name="environmentId">The environment that all of them belong to.</param>
    /// <param name="names">FileIDs or cloud paths.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    public async IAsyncEnumerable<Outcome<string, bool>> TestAsync(
        string environmentId,
        IAsyncEnumerable<string> names,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in FindAsync(environmentId, names, cancellationToken).ConfigureAwait(false))
        {
            yield return found.Error is { } error ? new(found.Item, error) : new(found.Item, found.Value is not null);
        }
    }

    private IAsyncEnumerable<Outcome<string, WxCloudFile?>> FindAsync(string environmentId, IAsyncEnumerable<string> names, CancellationToken cancellationToken) =>
        WorkAhead.RunAsync(
            names,
            LookupsAhead,
            (name, token) => TransferQueue.AttemptAsync(name, () => FindOneAsync(environmentId, name, token), token),
            cancellationToken);

    private async Task<WxCloudFile?> FindOneAsync(string environmentId, string name, CancellationToken cancellationToken)
    {
        // Without keys a fileID needs no ticket.
        if (!buckets.HasKeys && StoredPaths.IsFileId(name))
        {
            return await FindByLinkAsync(FileId.Parse(name, environmentId), cancellationToken).ConfigureAwait(false);
        }

        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        var path = StoredPaths.File(name, bucket.Address);
        if (!buckets.HasKeys)
        {
            return await FindByLinkAsync(bucket.Address.FileIdOf(path), cancellationToken).ConfigureAwait(false);
        }

        var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), name, cancellationToken).ConfigureAwait(false);
        return head is null ? null : bucket.Address.FileOf(path, head);
    }

    private async Task<WxCloudFile?> FindByLinkAsync(FileId fileId, CancellationToken cancellationToken) =>
        await lookup.FindAsync(fileId, cancellationToken).ConfigureAwait(false) is { } stored
            ? new()
            {
                FileId = fileId.Text,
                CloudPath = fileId.CloudPath,
                EnvironmentId = fileId.EnvironmentId,
                Bucket = fileId.Bucket,
                Length = stored.Length ?? throw Error.LengthUnknown(fileId.Text),
                ETag = stored.ETag,
                Crc64 = stored.Crc64,
                ContentType = stored.ContentType,
                LastModified = stored.LastModified,
            }
            : null;
}
