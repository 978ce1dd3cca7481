using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;
using WxCloud.Transfers.Upload;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>
/// Applies the actions of a plan: uploads, downloads and copies as they come and side by side, deletions when all others are done.
/// One that fails stops no other.
/// </summary>
internal sealed class PlanRunner(Uploader uploader, Downloader downloader, EnvironmentBuckets buckets, ILinkProvider links)
{
    /// <summary>One outcome for each action that is done or failed, as they finish, and each failure of the plan. Files that stay as they are have none.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> ApplyAsync(
        IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> actions,
        ApplyOptions options,
        TransferMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<Outcome<string, WxCloudSyncAction>>(options.ThrottleLimit);
        var failed = new FailedTransfers();
        var run = new Run(options, bucket, results.Writer, stop, failed, UploadLane(options, failed, meter), DownloadLane(new(bucket, links), options, failed, meter));
        var all = Task.Run(() => run.RunAsync(actions), CancellationToken.None);
        try
        {
            while (await results.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (results.Reader.TryRead(out var result))
                {
                    yield return result;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private ActionLane<UploadItem, WxCloudFile> UploadLane(ApplyOptions options, FailedTransfers failed, TransferMeter? meter) => new(
        options.ThrottleLimit,
        static action => new(action.LocalPath!, action.CloudPath),
        (items, token) => uploader.SendAsync(items, new() { EnvironmentId = options.EnvironmentId, ThrottleLimit = options.ThrottleLimit }, meter, token),
        static (action, file) => action with
        {
            Action = WxCloudSyncOperation.Upload,
            Result = WxCloudSyncResult.Uploaded,
            FileId = file.FileId,
            ETag = file.ETag,
            Crc64 = file.Crc64,
            LastModified = file.LastModified,
        },
        failed);

    private ActionLane<DownloadItem, WxCloudDownload> DownloadLane(SignedLinks signed, ApplyOptions options, FailedTransfers failed, TransferMeter? meter) => new(
        options.ThrottleLimit,
        action => new(
            FileId.Parse(action.FileId!),
            action.LocalPath!,
            Replaces: action.LocalLength is not null,
            action.LastModified,
            BeforeCommit: contentType =>
            {
                ActionVerifier.ThrowIfLocalChanged(action);
                options.BeforeReceived?.Invoke(action, contentType);
            }),
        (items, token) => downloader.ReceiveAsync(items, new() { EnvironmentId = options.EnvironmentId, ThrottleLimit = options.ThrottleLimit }, meter, token, signed),
        static (action, file) => action with { Result = WxCloudSyncResult.Downloaded, Crc64 = file.Crc64 },
        failed);

    /// <summary>The work on the actions of one plan.</summary>
    private sealed class Run(
        ApplyOptions options,
        EnvironmentBucket bucket,
        ChannelWriter<Outcome<string, WxCloudSyncAction>> results,
        CancellationTokenSource stop,
        FailedTransfers failed,
        ActionLane<UploadItem, WxCloudFile> uploads,
        ActionLane<DownloadItem, WxCloudDownload> downloads)
    {
        private readonly Channel<WxCloudSyncAction> _copies = Channel.CreateBounded<WxCloudSyncAction>(options.ThrottleLimit);
        private readonly PackedActions _deletions = new(bucket.Address);

        /// <summary>Runs to the end; the first failure reaches the reader through the channel.</summary>
        public async Task RunAsync(IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> actions)
        {
            Exception? failure = null;
            try
            {
                var transfers = Task.WhenAll(StoppingAtFailure(uploads.RunAsync(results, stop.Token)), StoppingAtFailure(downloads.RunAsync(results, stop.Token)));
                var copying = StoppingAtFailure(CopyAsync());
                var reading = StoppingAtFailure(DistributeAsync(actions));

                // A copy that is not possible becomes an upload, so the copies end first.
                await Task.WhenAll(reading, ThenCompleteAsync(copying), transfers).ConfigureAwait(false);
                await foreach (var outcome in new Deletions(bucket, failed, options.ThrottleLimit).RunAsync(_deletions, stop.Token).ConfigureAwait(false))
                {
                    await results.WriteAsync(outcome, stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                failure = e;
            }

            results.TryComplete(failure);
        }

        private async Task ThenCompleteAsync(Task copying)
        {
            try
            {
                await copying.ConfigureAwait(false);
            }
            finally
            {
                uploads.Complete();
            }
        }

        private async Task DistributeAsync(IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> actions)
        {
            var verifier = new ActionVerifier(bucket);
            var ready = TransferQueue.RunAsync(
                actions,
                options.ThrottleLimit,
                async (action, token) => (Action: action, Outcome: await TransferQueue.AttemptAsync(action.Item, () => CheckAsync(action.Require(), token), token).ConfigureAwait(false)),
                stop.Token);
            try
            {
                await foreach (var (planned, outcome) in ready.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    if (outcome.Error is null)
                    {
                        await AddAsync(outcome.Value!).ConfigureAwait(false);
                        continue;
                    }

                    if (planned.Value is { } action)
                    {
                        failed.Add(action);
                    }

                    await results.WriteAsync(outcome, stop.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                downloads.Complete();
                _copies.Writer.TryComplete();
            }

            async Task<WxCloudSyncAction> CheckAsync(WxCloudSyncAction action, CancellationToken token)
            {
                ThrowIfNotPossible(action);
                // A deletion is verified when it is done, which is after all other actions.
                if (options.Verifies && action.Action is not (WxCloudSyncOperation.Skip or WxCloudSyncOperation.Delete))
                {
                    await verifier.ThrowIfChangedAsync(action, token).ConfigureAwait(false);
                }

                return action;
            }
        }

        private ValueTask AddAsync(WxCloudSyncAction action)
        {
            switch (action.Action)
            {
                case WxCloudSyncOperation.Upload:
                    return uploads.AddAsync(action, stop.Token);
                case WxCloudSyncOperation.Download:
                    return downloads.AddAsync(action, stop.Token);
                case WxCloudSyncOperation.Copy:
                    return _copies.Writer.WriteAsync(action, stop.Token);
                case WxCloudSyncOperation.Delete:
                    _deletions.Add(action);
                    return default;
                default:
                    return default;
            }
        }

        private async Task CopyAsync()
        {
            var copy = new MovedFileCopy(bucket);
            var copied = TransferQueue.RunAsync(
                ReadCopiesAsync(stop.Token),
                options.ThrottleLimit,
                async (action, token) => (action, await TransferQueue.AttemptAsync(action.Item, () => copy.RunAsync(action, token), token).ConfigureAwait(false)),
                stop.Token);
            await foreach (var (action, outcome) in copied.WithCancellation(stop.Token).ConfigureAwait(false))
            {
                if (outcome.Error is null && outcome.Value is null)
                {
                    await uploads.AddAsync(action, stop.Token).ConfigureAwait(false);
                }
                else
                {
                    if (outcome.Error is not null)
                    {
                        failed.Add(action);
                    }

                    await results.WriteAsync(outcome.Error is { } error ? new(action.Item, error) : new(action.Item, outcome.Value!), stop.Token).ConfigureAwait(false);
                }
            }
        }

        private async IAsyncEnumerable<WxCloudSyncAction> ReadCopiesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await _copies.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_copies.Reader.TryRead(out var action))
                {
                    yield return action;
                }
            }
        }

        /// <summary>A fatal failure stops the rest.</summary>
        private async Task StoppingAtFailure(Task work)
        {
            try
            {
                await work.ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        /// <exception cref="WxCloudException">The action is a conflict, or lacks what it needs.</exception>
        private static void ThrowIfNotPossible(WxCloudSyncAction action)
        {
            var missing = action.Action switch
            {
                WxCloudSyncOperation.Conflict => throw Error.SyncConflict(action.Item, SyncReasons.Describe(action.Reason)),
                WxCloudSyncOperation.Upload or WxCloudSyncOperation.Copy when action.LocalPath is null => nameof(action.LocalPath),
                WxCloudSyncOperation.Download when action.LocalPath is null => nameof(action.LocalPath),
                WxCloudSyncOperation.Download when action.FileId is null => nameof(action.FileId),
                WxCloudSyncOperation.Delete when action.LocalPath is null && action.FileId is null => nameof(action.FileId),
                _ => null,
            };
            if (missing is not null)
            {
                throw Error.SyncActionInvalid(action.Item, missing);
            }
        }
    }
}
