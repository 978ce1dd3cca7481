using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Download;

/// <summary>Receives files: links for fifty at a time, a partial file beside the target, verification, and the final name.</summary>
internal sealed class Downloader(StorageClient storage, ObjectClient objects, RetryPolicy retry, TimeProvider timeProvider)
{
    private readonly ServiceLinks _links = new(storage);
    private readonly ObjectLookup _lookup = new(storage, objects, retry, timeProvider);

    /// <summary>Receives many files; one outcome each, as they finish.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudDownload>> ReceiveAsync(
        IAsyncEnumerable<string> fileIds,
        DownloadOptions options,
        TransferMeter? meter,
        CancellationToken cancellationToken) =>
        ReceiveAsync(PlanAsync(fileIds, new DownloadPlan(options), cancellationToken), options, meter, cancellationToken);

    /// <summary>Receives files whose targets are known; one outcome each, as they finish.</summary>
    /// <param name="items">The files.</param>
    /// <param name="options">How they are received.</param>
    /// <param name="meter">Counts the bytes; <see langword="null"/> when progress is off.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <param name="links">Where their links come from; <see langword="null"/> for the service.</param>
    public async IAsyncEnumerable<Outcome<string, WxCloudDownload>> ReceiveAsync(
        IAsyncEnumerable<Outcome<string, DownloadItem>> items,
        DownloadOptions options,
        TransferMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        ILinkProvider? links = null)
    {
        var provider = links ?? _links;
        var environment = new DownloadEnvironment(retry, new(options.ThrottleLimit), Resumes: !options.NoResume, timeProvider);
        var linked = FileIdCalls.RunAsync(
            meter?.WatchAsync(items, cancellationToken) ?? items,
            static item => item.FileId,
            provider.GetAsync,
            FileIdCalls.TransferPatience,
            FileIdCalls.CallsAheadOf(options.ThrottleLimit),
            cancellationToken);
        var received = TransferQueue.RunAsync(
            linked,
            options.ThrottleLimit,
            (item, token) =>
            {
                meter?.Take();
                return TransferQueue.AttemptAsync(
                    item.Item,
                    () => item.Require() is var (target, link) ? ReceiveOneAsync(target, provider, link, options, environment, meter, token) : throw new InvalidOperationException(),
                    token);
            },
            cancellationToken);
        await foreach (var outcome in received.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    /// <exception cref="WxCloudException">It could not be received; the target is then unchanged.</exception>
    private async Task<WxCloudDownload> ReceiveOneAsync(
        DownloadItem item,
        ILinkProvider provider,
        FileLink link,
        DownloadOptions options,
        DownloadEnvironment environment,
        TransferMeter? meter,
        CancellationToken cancellationToken)
    {
        if (options.SkipExisting && await SkipAsync(item, link, options.Force, cancellationToken).ConfigureAwait(false) is { } skipped)
        {
            return skipped;
        }

        using var partial = PartialFile.Open(item.TargetPath, item.IsNew);
        using var progress = meter?.Begin(item.FileId.CloudPath, length: 0);
        using var links = new LinkSource(provider, link, timeProvider);
        using var download = new FileDownload(item, links, objects, partial, environment, progress);
        environment.Permits.Take();
        try
        {
            var body = await download.RunAsync(cancellationToken).ConfigureAwait(false);
            item.BeforeCommit?.Invoke(body.ContentType);
            partial.Commit(body.Length, overwrite: item.Replaces);
            if (item.LastWriteTime is { } time)
            {
                LocalFileState.SetLastWriteTime(item.TargetPath, time);
            }

            return new()
            {
                FileId = item.FileId.Text,
                CloudPath = item.FileId.CloudPath,
                LocalPath = item.TargetPath,
                Length = body.Length,
                Crc64 = body.Crc64,
                Verified = body.Verified,
                Resumed = body.Resumed,
            };
        }
        catch (Exception e) when (download.CanBeResumed && e is OperationCanceledException or WxCloudException { IsOfTheNetwork: true })
        {
            partial.KeepForResume();
            throw;
        }
        finally
        {
            environment.Permits.Return();
        }
    }

    /// <summary>What is reported of a local file of the same length, which stays; <see langword="null"/> when the file has to be fetched.</summary>
    /// <exception cref="WxCloudException">The local file has another length, and may not be replaced.</exception>
    private async Task<WxCloudDownload?> SkipAsync(DownloadItem item, FileLink link, bool force, CancellationToken cancellationToken)
    {
        var there = new FileInfo(LocalEntry.RealPath(item.TargetPath));
        if (!there.Exists || await _lookup.FindAsync(new StoredLink(item.FileId, link), cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        if (stored.Length != there.Length)
        {
            return force ? null : throw Error.TargetDiffers(item.TargetPath, there.Length, stored.Length);
        }

        return new()
        {
            FileId = item.FileId.Text,
            CloudPath = item.FileId.CloudPath,
            LocalPath = item.TargetPath,
            Length = there.Length,
            Verified = WxVerification.Length,
        };
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
}
