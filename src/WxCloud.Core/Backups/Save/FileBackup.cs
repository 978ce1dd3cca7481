using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Sync.Apply;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Backups.Save;

/// <summary>Mirrors the files of the storage to the folder of a backup; only new and changed files are received.</summary>
internal sealed class FileBackup(FolderComparer comparer, PlanRunner plans)
{
    /// <summary>FAT keeps times in steps of two seconds.</summary>
    private static readonly TimeSpan s_clockStep = TimeSpan.FromSeconds(2);

    /// <summary>The actions that a backup would apply.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> PlanAsync(
        BackupOptions options, BackupFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var prefix in Folders(options))
        {
            await foreach (var outcome in CompareAsync(options, folder, details: null, prefix, cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
    }

    /// <summary>One outcome for each file that was received or removed, or failed.</summary>
    /// <exception cref="WxCloudException">The storage cannot be listed, or the disk is full.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> RunAsync(
        BackupOptions options, BackupFolder folder, StoredDetails details, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var apply = new ApplyOptions
        {
            EnvironmentId = options.EnvironmentId,
            ThrottleLimit = options.ThrottleLimit,
            BeforeReceived = (action, contentType) => details.AddType(action.CloudPath, contentType),
        };
        foreach (var prefix in Folders(options))
        {
            var actions = CompareAsync(options, folder, details, prefix, cancellationToken);
            await foreach (var outcome in plans.ApplyAsync(actions, apply, meter, cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
    }

    private static IReadOnlyList<string> Folders(BackupOptions options) => options.Folders is { Count: > 0 } folders ? folders : [string.Empty];

    private async IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> CompareAsync(
        BackupOptions options, BackupFolder folder, StoredDetails? details, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sync = new SyncOptions
        {
            EnvironmentId = options.EnvironmentId,
            Folder = prefix.Length == 0 ? folder.FilesPath : folder.FileOf(prefix.TrimEnd('/')),
            Prefix = prefix,
            Direction = WxCloudSyncDirection.Download,
            Delete = true,
            AllowRoot = true,
            MaxDelete = options.MaxDelete,
            ThrottleLimit = options.ThrottleLimit,
        };
        await foreach (var outcome in comparer.CompareAsync(sync, cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Value is { Reason: WxCloudSyncReason.FolderMarker } marker)
            {
                details?.AddFolder(new(marker.CloudPath, Length: 0, Crc64: "0", marker.LastModified ?? default));
            }

            yield return outcome.Value is { } action && WasWritten(action)
                ? new(outcome.Item, action with { Action = WxCloudSyncOperation.Download, Reason = WxCloudSyncReason.ContentDiffers })
                : outcome;
        }
    }

    /// <summary>Whether a file that looks unchanged was written since it was saved: a saved file has the time of the stored one.</summary>
    private static bool WasWritten(WxCloudSyncAction action) =>
        action is { Action: WxCloudSyncOperation.Skip, Reason: WxCloudSyncReason.Unchanged, LastModified: { } stored, LocalLastWriteTime: { } local }
        && (local - stored).Duration() > s_clockStep;
}
