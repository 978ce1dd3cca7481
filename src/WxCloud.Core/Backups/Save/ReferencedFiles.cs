using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Cos.Buckets;
using WxCloud.Database.References;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Backups.Save;

/// <summary>
/// Receives the files whose fileIDs appear in saved documents, where there are no keys to list the bucket. A file that is no longer named
/// stays in the folder: it may still be stored.
/// </summary>
internal sealed class ReferencedFiles(EnvironmentBuckets buckets, Downloader downloader, ObjectLookup lookup, EngineLog log)
{
    /// <summary>FAT keeps times in steps of two seconds.</summary>
    private static readonly TimeSpan s_clockStep = TimeSpan.FromSeconds(2);

    /// <summary>One outcome for each file that was received, or failed. A file that is named and does not exist is a warning.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> RunAsync(
        BackupOptions options, BackupFolder folder, StoredDetails details, IReadOnlyList<CollectionEntry> collections, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = (await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false)).Address;
        var items = TransferQueue.RunAsync(
            FindAsync(options, folder, collections, address),
            options.ThrottleLimit,
            (fileId, token) => TransferQueue.AttemptAsync(fileId.Text, () => DescribeAsync(fileId, folder, details, token), token),
            cancellationToken);
        var download = new DownloadOptions { EnvironmentId = options.EnvironmentId, ThrottleLimit = options.ThrottleLimit };
        await foreach (var outcome in downloader.ReceiveAsync(ChangedAsync(items, cancellationToken), download, meter, cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Error is { Category: WxCloudErrorCategory.ObjectNotFound })
            {
                log.Warn(Messages.Format("Backup.FileGone", outcome.Item));
            }
            else
            {
                yield return outcome.Error is { } error ? new(outcome.Item, error) : new(outcome.Item, Describe(outcome.Value!));
            }
        }
    }

    private static WxCloudSyncAction Describe(WxCloudDownload file) => new()
    {
        Action = WxCloudSyncOperation.Download,
        Reason = WxCloudSyncReason.New,
        Result = WxCloudSyncResult.Downloaded,
        CloudPath = file.CloudPath,
        FileId = file.FileId,
        LocalPath = file.LocalPath,
        Length = file.Length,
        Crc64 = file.Crc64,
    };

    /// <summary>The named files, each once.</summary>
    private static async IAsyncEnumerable<FileId> FindAsync(BackupOptions options, BackupFolder folder, IReadOnlyList<CollectionEntry> collections, BucketAddress address)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var references = new DocumentReferences(new(address.EnvironmentId, address.Bucket, address.BasePath));
        var known = new TargetRegister(StringComparer.Ordinal);
        var folders = options.Folders;
        foreach (var collection in collections)
        {
            foreach (var line in LineFileReader.Read(folder.CollectionOf(collection)))
            {
                foreach (var found in references.Find(DocumentJson.ReadExactDocument(line, collection.Name)))
                {
                    var path = found.Reference.CloudPath;
                    if ((folders.Count == 0 || folders.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))) && known.TryAdd(path))
                    {
                        yield return address.FileIdOf(path);
                    }
                }
            }
        }
    }

    private static async IAsyncEnumerable<Outcome<string, DownloadItem>> ChangedAsync(
        IAsyncEnumerable<Outcome<string, DownloadItem?>> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (item.Error is { } error)
            {
                yield return new(item.Item, error);
            }
            else if (item.Value is { } changed)
            {
                yield return new(item.Item, changed);
            }
        }
    }

    /// <summary>How a file is to be received; <see langword="null"/> when the one in the folder is the same.</summary>
    private async Task<DownloadItem?> DescribeAsync(FileId fileId, BackupFolder folder, StoredDetails details, CancellationToken cancellationToken)
    {
        var path = folder.FileOf(fileId.CloudPath);
        if (LocalFileState.Read(path) is not { } local)
        {
            return new(fileId, path, Replaces: false, BeforeCommit: contentType => details.AddType(fileId.CloudPath, contentType));
        }

        var stored = await lookup.FindAsync(fileId, cancellationToken).ConfigureAwait(false) ?? throw Error.ObjectMissing(fileId.Text);
        return stored.Length == local.Length && stored.LastModified - local.LastWriteTime <= s_clockStep ? null
            : new(fileId, path, Replaces: true, stored.LastModified, contentType => details.AddType(fileId.CloudPath, contentType));
    }
}
