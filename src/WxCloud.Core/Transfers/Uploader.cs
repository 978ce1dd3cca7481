using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cos;
using WxCloud.Local;
using WxCloud.Storage;

namespace WxCloud.Transfers;

/// <summary>Sends files: a ticket, the form post, and another try with the same fields where that can help.</summary>
internal sealed class Uploader(StorageClient storage, ObjectClient objects, RetryPolicy retry, TimeProvider timeProvider)
{
    /// <summary>The most that one form post takes (cloud.tencent.com/document/product/436/14690).</summary>
    private const long MaxBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>A ticket is valid for 900 seconds; one that old is not begun with.</summary>
    private static readonly TimeSpan s_ticketAge = TimeSpan.FromSeconds(840);

    private readonly ObjectLookup _lookup = new(storage, objects);

    /// <summary>Sends many files; one outcome each, as they finish.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudFile>> SendAsync(
        IAsyncEnumerable<Outcome<string, UploadItem>> items,
        UploadOptions options,
        TransferMeter? meter,
        CancellationToken cancellationToken) =>
        TransferQueue.RunAsync(
            items,
            options.ThrottleLimit,
            (item, token) => TransferQueue.AttemptAsync(item.Item, () => SendOneAsync(item.Require(), options, meter, token), token),
            cancellationToken);

    /// <summary>Sends one file.</summary>
    /// <exception cref="WxCloudException">It could not be sent.</exception>
    public async Task<WxCloudFile> SendOneAsync(UploadItem item, UploadOptions options, TransferMeter? meter, CancellationToken cancellationToken)
    {
        CloudPath.CheckFile(item.CloudPath);
        long length;
        using (var file = LocalFile.Open(item.LocalPath))
        {
            length = file.Length;
        }

        if (length > MaxBytes)
        {
            throw Errors.FileTooLarge(item.LocalPath, length);
        }

        var ticket = await storage.GetUploadTicketAsync(options.EnvironmentId, item.CloudPath, cancellationToken).ConfigureAwait(false);
        if (options.SkipExisting && await _lookup.FindAsync(ticket.FileId, cancellationToken).ConfigureAwait(false) is { } there && there.Length == length)
        {
            return Describe(item, ticket.FileId, length, there.ETag, there.Crc64, there.ContentType);
        }

        var contentType = item.ContentType ?? ContentTypes.Of(item.CloudPath);
        using var progress = meter?.Begin(item.CloudPath, length);
        var receipt = await retry.RunAsync(PostAsync, cancellationToken).ConfigureAwait(false);
        if (options.Verify)
        {
            await ProveAsync(item, ticket.FileId, length, receipt, cancellationToken).ConfigureAwait(false);
        }

        return Describe(item, ticket.FileId, length, receipt.ETag, receipt.Crc64, contentType);

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
                return await objects.PostAsync(ticket, file, contentType, progress, token).ConfigureAwait(false);
            }
            catch (WxCloudException e) when (e.Remedy == Remedy.RenewTicket)
            {
                ticket = ticket with { ObtainedOn = DateTimeOffset.MinValue };
                throw;
            }
        }
    }

    /// <summary>Proves with the cloud that the file can be read under its fileID, and that it is this one.</summary>
    private async Task ProveAsync(UploadItem item, FileId fileId, long length, UploadReceipt receipt, CancellationToken cancellationToken)
    {
        var there = await _lookup.FindAsync(fileId, cancellationToken).ConfigureAwait(false)
            ?? throw Errors.ObjectMissing(fileId.Text);
        if (there.Length is { } theirs && theirs != length)
        {
            throw Errors.Truncated(item.LocalPath, theirs, length);
        }

        if (there.Crc64 is { } crc64 && crc64 != receipt.Crc64)
        {
            throw Errors.ChecksumMismatch(item.LocalPath, "CRC64");
        }
    }

    private WxCloudFile Describe(UploadItem item, FileId fileId, long length, string? etag, string? crc64, string? contentType) => new()
    {
        FileId = fileId.Text,
        CloudPath = fileId.CloudPath,
        EnvironmentId = fileId.EnvironmentId,
        Bucket = fileId.Bucket,
        Length = length,
        ETag = etag,
        Crc64 = crc64,
        ContentType = contentType,
        LastModified = timeProvider.GetUtcNow(),
        LocalPath = item.LocalPath,
    };
}
