using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cos;
using WxCloud.Local;
using WxCloud.Storage;

namespace WxCloud.Transfers;

/// <summary>Receives files: links for fifty at a time, a partial file beside the target, proof, and the final name.</summary>
internal sealed class Downloader(StorageClient storage, ObjectClient objects, RetryPolicy retry, TimeProvider timeProvider)
{
    /// <summary>One buffer a transfer: together at most this times the throttle limit.</summary>
    private const int BufferBytes = 256 * 1024;

    /// <summary>How long links live that we fetch for ourselves; the official SDK asks for the same.</summary>
    private const int LinkSeconds = 600;

    /// <summary>A link call goes with fewer than fifty when nothing more arrives for this long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(5);

    /// <summary>A link that lapses this soon is not begun with.</summary>
    private static readonly TimeSpan s_linkReserve = TimeSpan.FromSeconds(30);

    /// <summary>Receives many files; one outcome each, as they finish.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudDownload>> ReceiveAsync(
        IAsyncEnumerable<string> fileIds,
        DownloadOptions options,
        TransferMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var linked = FileIdCalls.RunAsync(
            PlanAsync(fileIds, new DownloadPlan(options), cancellationToken),
            static item => item.FileId,
            (batch, token) => storage.GetLinksAsync(options.EnvironmentId, batch, LinkSeconds, token),
            s_patience,
            cancellationToken);
        var received = TransferQueue.RunAsync(
            linked,
            options.ThrottleLimit,
            (item, token) => TransferQueue.AttemptAsync(
                item.Item,
                () => item.Require() is var (target, link) ? ReceiveOneAsync(target, link, options, meter, token) : throw new InvalidOperationException(),
                token),
            cancellationToken);
        await foreach (var outcome in received.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    /// <summary>Receives one file through its link; a link that lapsed is fetched anew.</summary>
    /// <exception cref="WxCloudException">It could not be received; then nothing stands under its name that was not there before.</exception>
    private async Task<WxCloudDownload> ReceiveOneAsync(
        DownloadItem item,
        WxTempFileUrl link,
        DownloadOptions options,
        TransferMeter? meter,
        CancellationToken cancellationToken)
    {
        if (options.SkipExisting && await IsThereAsync(item, link, cancellationToken).ConfigureAwait(false))
        {
            return new()
            {
                FileId = item.FileId.Text,
                CloudPath = item.FileId.CloudPath,
                LocalPath = item.TargetPath,
                Length = new FileInfo(item.TargetPath).Length,
                Verified = WxVerification.Length,
            };
        }

        using var partial = PartialFile.Create(item.TargetPath);
        var renewals = 0;
        var (length, crc64, verified) = await retry.RunAsync(FetchAsync, cancellationToken).ConfigureAwait(false);
        partial.Commit(overwrite: options.Force || options.SkipExisting);
        return new()
        {
            FileId = item.FileId.Text,
            CloudPath = item.FileId.CloudPath,
            LocalPath = item.TargetPath,
            Length = length,
            Crc64 = crc64,
            Verified = verified,
        };

        async ValueTask<(long Length, string Crc64, WxVerification Verified)> FetchAsync(CancellationToken token)
        {
            if (link.ExpiresOn - timeProvider.GetUtcNow() < s_linkReserve)
            {
                link = (await storage.GetLinksAsync(item.FileId.EnvironmentId, [item.FileId], LinkSeconds, token).ConfigureAwait(false))[0].Require();
            }

            try
            {
                return await FetchOnceAsync(item, link, partial, meter, token).ConfigureAwait(false);
            }
            catch (WxCloudException e) when (e.Remedy == Remedy.RenewTicket)
            {
                // Refused with a fresh link as well: it was not the link.
                e.Remedy = renewals++ == 0 ? Remedy.RenewTicket : Remedy.None;
                link = Lapsed(link);
                throw;
            }
        }
    }

    private async Task<(long Length, string Crc64, WxVerification Verified)> FetchOnceAsync(
        DownloadItem item,
        WxTempFileUrl link,
        PartialFile partial,
        TransferMeter? meter,
        CancellationToken cancellationToken)
    {
        var name = item.FileId.Text;
        using var reply = await objects.OpenAsync(name, LinkUri.Create(link.Url)!, range: null, ifMatch: null, cancellationToken).ConfigureAwait(false);
        using var check = new BodyCheck(name, item.FileId.CloudPath, reply);
        using var progress = meter?.Begin(item.FileId.CloudPath, reply.ObjectLength ?? 0);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            partial.Clear();
            int read;
            while ((read = await reply.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                check.Append(buffer, read);
                partial.Write(buffer.AsMemory(0, read));
                progress?.Report(read);
            }

            return (check.Length, check.Crc64, check.Conclude());
        }
        catch
        {
            progress?.Restart();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<bool> IsThereAsync(DownloadItem item, WxTempFileUrl link, CancellationToken cancellationToken)
    {
        var there = new FileInfo(item.TargetPath);
        if (!there.Exists)
        {
            return false;
        }

        using var reply = await objects.ProbeAsync(item.FileId.Text, LinkUri.Create(link.Url)!, cancellationToken).ConfigureAwait(false);
        return reply.ObjectLength == there.Length;
    }

    private static async IAsyncEnumerable<Outcome<string, DownloadItem>> PlanAsync(
        IAsyncEnumerable<string> fileIds,
        DownloadPlan plan,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var fileId in fileIds.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return plan.Plan(fileId);
        }
    }

    private static WxTempFileUrl Lapsed(WxTempFileUrl link) =>
        new() { FileId = link.FileId, Url = link.Url, MaxAge = link.MaxAge, ExpiresOn = DateTimeOffset.MinValue };
}
