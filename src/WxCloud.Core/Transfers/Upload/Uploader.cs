using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Sends files: a ticket, fetched while earlier files are on their way, the form post, and another try with the same fields
/// where that can help. Large files go in parts where there are keys for the bucket.
/// </summary>
internal sealed class Uploader(
    StorageClient storage,
    ObjectClient objects,
    EnvironmentBuckets buckets,
    UploadClaims claims,
    RetryPolicy retry,
    EngineLog log,
    TimeProvider timeProvider)
{
    /// <summary>The limit of one form post in bytes (cloud.tencent.com/document/product/436/14690).</summary>
    private const long MaxBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>A ticket is valid for 900 seconds; one that old is not begun with.</summary>
    private static readonly TimeSpan s_ticketAge = TimeSpan.FromSeconds(840);

    /// <summary>Set when the bucket refused parts, so that not every large file tries again.</summary>
    private volatile bool _arePartsRefused;

    private readonly ObjectLookup _lookup = new(storage, objects, retry, timeProvider);

    /// <summary>Sends many files; one outcome each, as they finish.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudFile>> SendAsync(
        IAsyncEnumerable<Outcome<string, UploadItem>> items,
        UploadOptions options,
        TransferMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var permits = new StreamPermits(options.ThrottleLimit);
        items = meter?.WatchAsync(items, cancellationToken) ?? items;
        var candidates = options.SkipExisting
            ? new ExistingFiles(storage, options.EnvironmentId).LookUpAsync(items, cancellationToken)
            : WithoutLookAsync(items, cancellationToken);
        // Not in their order: a ticket that keeps waiting holds up its own file alone.
        var prepared = TransferQueue.RunAsync(
            candidates,
            options.ThrottleLimit,
            (item, token) => TransferQueue.AttemptAsync(item.Item, () => PrepareAsync(item.Require(), options, token), token),
            cancellationToken);
        var sent = TransferQueue.RunAsync(
            prepared,
            options.ThrottleLimit,
            (item, token) =>
            {
                meter?.Take();
                return TransferQueue.AttemptAsync(item.Item, () => SendOneAsync(item.Require(), options, permits, meter, token), token);
            },
            cancellationToken);
        await foreach (var outcome in sent.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    private static async IAsyncEnumerable<Outcome<string, UploadCandidate>> WithoutLookAsync(
        IAsyncEnumerable<Outcome<string, UploadItem>> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Error is { } error ? new(item.Item, error) : new(item.Item, new UploadCandidate(item.Value!, Stored: null));
        }
    }

    /// <summary>Checks the file before its ticket is requested; one that is stored already needs none.</summary>
    private async Task<PreparedUpload> PrepareAsync(UploadCandidate candidate, UploadOptions options, CancellationToken cancellationToken)
    {
        var item = candidate.Item;
        CloudPath.CheckFile(item.CloudPath);
        if (item.ContentType?.Any(char.IsControl) == true)
        {
            // Sent as it is, a line end would begin another header of the form.
            throw Error.ContentTypeInvalid(item.ContentType);
        }

        long length;
        using (var file = LocalFile.Open(item.LocalPath))
        {
            length = file.Length;
        }

        if (candidate.Stored is { } stored
            && await _lookup.FindAsync(stored, cancellationToken).ConfigureAwait(false) is { } there
            && there.Length == length)
        {
            var file = Describe(item, stored.FileId, length, there.ETag, there.Crc64, there.ContentType, there.LastModified);
            return new(item, length, Ticket: null, file);
        }

        return new(item, length, await storage.GetUploadTicketAsync(options.EnvironmentId, item.CloudPath, cancellationToken).ConfigureAwait(false), Existing: null);
    }

    /// <exception cref="WxCloudException">It could not be sent.</exception>
    private async Task<WxCloudFile> SendOneAsync(
        PreparedUpload upload,
        UploadOptions options,
        StreamPermits permits,
        TransferMeter? meter,
        CancellationToken cancellationToken)
    {
        if (upload.Existing is { } existing)
        {
            return existing;
        }

        var (item, length, ticket) = (upload.Item, upload.Length, upload.Ticket!);
        var contentType = item.ContentType ?? ContentTypes.Of(item.CloudPath);
        using var progress = meter?.Begin(item.CloudPath, length);
        using var parts = await BeginPartsAsync(upload, contentType, permits, progress, cancellationToken).ConfigureAwait(false);
        string? damaged = null;
        UploadReceipt receipt;
        try
        {
            receipt = await retry.RunAsync<UploadReceipt>(parts is null ? PostAsync : SendPartsAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (damaged is not null)
        {
            throw !await TryRemoveDamagedAsync().ConfigureAwait(false) ? Error.DamagedUploadStays(item.LocalPath, item.CloudPath)
                : e.IsOfTheNetwork ? e
                : Error.DamagedUploadRemoved(item.LocalPath, item.CloudPath);
        }

        if (options.Verify)
        {
            await VerifyAsync(item, ticket.FileId, length, receipt, cancellationToken).ConfigureAwait(false);
        }

        return Describe(item, ticket.FileId, length, receipt.ETag, receipt.Crc64, contentType, timeProvider.GetUtcNow());

        async ValueTask<UploadReceipt> PostAsync(CancellationToken token)
        {
            if (timeProvider.GetUtcNow() - ticket.ObtainedOn > s_ticketAge)
            {
                ticket = await storage.GetUploadTicketAsync(options.EnvironmentId, item.CloudPath, token).ConfigureAwait(false);
            }

            try
            {
                progress?.Restart();
                using var file = LocalFile.Open(item.LocalPath);
                if (file.Length != length)
                {
                    throw Error.FileChanged(item.LocalPath);
                }

                var posted = await objects.PostAsync(ticket, file, contentType, progress, token).ConfigureAwait(false);
                return posted.StoredCrc64 is { } stored && stored != posted.Crc64 ? throw await DamagedAsync(stored).ConfigureAwait(false) : posted;
            }
            catch (WxCloudException e) when (e.RetryAdvice == RetryAdvice.RenewTicket)
            {
                ticket = ticket with { ObtainedOn = DateTimeOffset.MinValue };
                throw;
            }
        }

        async ValueTask<UploadReceipt> SendPartsAsync(CancellationToken token)
        {
            permits.Take();
            try
            {
                var sent = await parts!.SendAsync(token).ConfigureAwait(false);
                return sent.StoredCrc64 is { } stored && stored != sent.Crc64 ? throw await DamagedAsync(stored).ConfigureAwait(false) : sent;
            }
            finally
            {
                permits.Return();
            }
        }

        // Removed before the next attempt, which may not come: of the right length and newer than the local file, it would pass for the file ever after.
        async Task<WxCloudException> DamagedAsync(string storedCrc64)
        {
            damaged = storedCrc64;
            await TryRemoveDamagedAsync().ConfigureAwait(false);
            return Error.ChecksumMismatch(item.LocalPath, "CRC64");
        }

        Task<bool> TryRemoveDamagedAsync() => this.TryRemoveDamagedAsync(ticket.FileId, damaged!, cancellationToken);
    }

    /// <summary>Begins an upload in parts; <see langword="null"/> for a file that is posted: a small one, or where the bucket takes no parts.</summary>
    /// <exception cref="WxCloudException">The file is too large to be posted, or the network failed.</exception>
    private async Task<MultipartUpload?> BeginPartsAsync(
        PreparedUpload upload,
        string contentType,
        StreamPermits permits,
        FileMeter? progress,
        CancellationToken cancellationToken)
    {
        var (item, length, ticket) = (upload.Item, upload.Length, upload.Ticket!);
        if (length < PartPlan.FromBytes || (_arePartsRefused && length <= MaxBytes))
        {
            return null;
        }

        try
        {
            var bucket = buckets.Of(ticket);
            var parts = new MultipartUpload(bucket, claims, permits, item, PartPlan.ForUpload(length), progress);
            await parts.BeginAsync(contentType, canResume: item.ContentType is null, ticket.CosFileId, cancellationToken).ConfigureAwait(false);
            return parts;
        }
        catch (WxCloudException e) when (!e.IsOfTheNetwork)
        {
            if (length > MaxBytes)
            {
                throw e.Category == WxCloudErrorCategory.PermissionDenied ? e : Error.FileTooLarge(item.LocalPath, length);
            }

            // The keys of tcb/getqcloudtoken are not promised to be good for this; others were meant to be.
            if (!_arePartsRefused && buckets.HasKeys)
            {
                log.Warn(Messages.Format("Upload.NoParts", e.Message, e.RecommendedAction));
            }

            _arePartsRefused = true;
            return null;
        }
    }

    /// <summary>Removes a file that arrived damaged.</summary>
    /// <returns>Whether it is stored no more.</returns>
    private async Task<bool> TryRemoveDamagedAsync(FileId fileId, string damagedCrc64, CancellationToken cancellationToken)
    {
        try
        {
            // Another file may have been stored there meanwhile.
            var there = await _lookup.FindAsync(fileId, cancellationToken).ConfigureAwait(false);
            if (there?.Crc64 == damagedCrc64)
            {
                return (await storage.DeleteAsync(fileId.EnvironmentId, [fileId], cancellationToken).ConfigureAwait(false))[0].Error is null;
            }

            return there is not { Crc64: null };
        }
        catch (WxCloudException)
        {
            // The damage is the failure to report.
            return false;
        }
    }

    /// <summary>Verifies with the cloud that the file can be read under its fileID, and that it is this one.</summary>
    private async Task VerifyAsync(UploadItem item, FileId fileId, long length, UploadReceipt receipt, CancellationToken cancellationToken)
    {
        var there = await _lookup.FindAsync(fileId, cancellationToken).ConfigureAwait(false)
            ?? throw Error.ObjectMissing(fileId.Text);
        if (there.Length is { } theirs && theirs != length)
        {
            throw Error.Truncated(item.LocalPath, theirs, length);
        }

        if (there.Crc64 is { } crc64 && crc64 != receipt.Crc64)
        {
            throw Error.ChecksumMismatch(item.LocalPath, "CRC64");
        }
    }

    private static WxCloudFile Describe(
        UploadItem item,
        FileId fileId,
        long length,
        string? etag,
        string? crc64,
        string? contentType,
        DateTimeOffset? lastModified) => new()
    {
        FileId = fileId.Text,
        CloudPath = fileId.CloudPath,
        EnvironmentId = fileId.EnvironmentId,
        Bucket = fileId.Bucket,
        Length = length,
        ETag = etag,
        Crc64 = crc64,
        ContentType = contentType,
        LastModified = lastModified,
        LocalPath = item.IsTemporary ? null : item.LocalPath,
    };

    /// <summary>A file that was looked at: one to post, with its ticket, or one that exists already.</summary>
    private sealed record PreparedUpload(UploadItem Item, long Length, UploadTicket? Ticket, WxCloudFile? Existing);
}

/// <summary>How files are sent.</summary>
internal sealed record UploadOptions
{
    /// <summary>The cloud environment that receives them.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether a file stays as it is in the cloud when one of the same name and length is there.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>Whether each upload is verified by reading the file's head through its fileID.</summary>
    public bool Verify { get; init; }

    /// <summary>The number of files transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
