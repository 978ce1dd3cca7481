using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Transfers.Links;

/// <summary>Looks up what is stored under a fileID, the way a Mini Program would reach it: through a link.</summary>
internal sealed class ObjectLookup(StorageClient storage, ObjectClient objects, RetryPolicy retry, TimeProvider timeProvider)
{
    private readonly ServiceLinks _links = new(storage);

    /// <returns>The stored object; <see langword="null"/> when there is no such file.</returns>
    public async Task<StoredObject?> FindAsync(FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            var links = await _links.GetAsync([fileId], cancellationToken).ConfigureAwait(false);
            return await FindAsync(new StoredLink(fileId, links[0].Require()), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.ObjectNotFound)
        {
            return null;
        }
    }

    /// <summary>Looks through a link that was fetched before, or a new one when it expired meanwhile.</summary>
    /// <returns>What is there; <see langword="null"/> when nothing is.</returns>
    public async Task<StoredObject?> FindAsync(StoredLink stored, CancellationToken cancellationToken)
    {
        using var links = new LinkSource(_links, stored.Link, timeProvider);
        try
        {
            return await retry.RunAsync(
                token => new ValueTask<StoredObject>(links.UseAsync(stored.FileId, link => ProbeAsync(link, token), token)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.ObjectNotFound)
        {
            return null;
        }

        async Task<StoredObject> ProbeAsync(Uri link, CancellationToken token)
        {
            using var reply = await objects.ProbeAsync(stored.FileId.Text, link, token).ConfigureAwait(false);
            // The length of an encoded body is not that of the object.
            return new(reply.ContentEncoding is null ? reply.ObjectLength : null, reply.ETag?.Trim('"'), reply.Crc64, reply.ContentType, reply.LastModified);
        }
    }
}

/// <summary>The details of a stored object; each is <see langword="null"/> when the storage does not return it.</summary>
internal sealed record StoredObject(long? Length, string? ETag, string? Crc64, string? ContentType, DateTimeOffset? LastModified);

/// <summary>A way to look at what is stored under a fileID.</summary>
internal sealed record StoredLink(FileId FileId, FileLink Link);
