using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Backups.Format;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Apply;

namespace WxCloud.Backups.Save;

/// <summary>Counts what a backup does.</summary>
internal sealed class BackupTally(BackupOptions options)
{
    /// <summary>The limit of failures whose texts the manifest keeps.</summary>
    private const int MaxFailures = 100;

    private readonly List<string> _failures = [];
    private long _files;
    private long _bytes;
    private long _received;
    private long _receivedBytes;
    private long _removed;
    private int _collections;
    private long _documents;

    public DateTimeOffset StartedOn { get; init; }

    public WxCloudFileSource FileSource { get; set; } = WxCloudFileSource.None;

    public long Failed { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Whether the disk is full: then no other file can be saved either.</summary>
    public static bool IsDiskFull(WxCloudException? error) => error?.Stage == FailureStage.FullDisk;

    /// <summary>Counts a failure.</summary>
    /// <returns>The outcome to report.</returns>
    public Outcome<string, WxCloudBackup> Fail<T>(Outcome<string, T> outcome)
    {
        Failed++;
        if (_failures.Count < MaxFailures)
        {
            _failures.Add(outcome.Error!.Message);
        }

        return new(outcome.Item, outcome.Error!);
    }

    public void Plan(IReadOnlyList<WxCloudCollection> collections)
    {
        _collections = collections.Count;
        _documents = collections.Sum(static collection => collection.Count);
    }

    public void Saved(IReadOnlyList<CollectionEntry> collections)
    {
        _collections = collections.Count;
        _documents = collections.Sum(static collection => collection.Documents);
    }

    /// <summary>Counts a planned action.</summary>
    /// <returns>The failure of one that is not possible; otherwise <see langword="null"/>.</returns>
    public Outcome<string, WxCloudBackup>? Plan(Outcome<string, WxCloudSyncAction> outcome)
    {
        if (outcome.Value is not { } action)
        {
            return Fail(outcome);
        }

        if (action is { FileId: not null, Action: WxCloudSyncOperation.Download or WxCloudSyncOperation.Skip, Reason: not WxCloudSyncReason.FolderMarker })
        {
            _files++;
            _bytes += action.Length;
        }

        _received += action.Action == WxCloudSyncOperation.Download ? 1 : 0;
        _receivedBytes += action.Action == WxCloudSyncOperation.Download ? action.Length : 0;
        _removed += action.Action == WxCloudSyncOperation.Delete ? 1 : 0;
        return action.Action == WxCloudSyncOperation.Conflict
            ? Fail(new Outcome<string, object>(outcome.Item, Error.SyncConflict(action.Item, SyncReasons.Describe(action.Reason))))
            : null;
    }

    /// <summary>Counts an action that was done.</summary>
    /// <returns>The failure of one that failed; otherwise <see langword="null"/>.</returns>
    /// <exception cref="WxCloudException">The disk is full.</exception>
    public Outcome<string, WxCloudBackup>? Add(Outcome<string, WxCloudSyncAction> outcome)
    {
        switch (outcome.Value?.Result)
        {
            case WxCloudSyncResult.Downloaded:
                _received++;
                _receivedBytes += outcome.Value.Length;
                return null;
            case WxCloudSyncResult.Deleted:
                _removed++;
                return null;
            case not null:
                return null;
            default:
                return IsDiskFull(outcome.Error) ? throw outcome.Error! : Fail(outcome);
        }
    }

    public WxCloudBackup Finish(BackupState? state, FileListEntry? folder, DateTimeOffset? finishedOn) => new()
    {
        Path = options.Path,
        EnvironmentId = options.EnvironmentId,
        Complete = state == BackupState.Complete,
        FileSource = FileSource,
        Files = folder?.Count ?? _files,
        Bytes = folder?.Bytes ?? _bytes,
        FilesReceived = _received,
        BytesReceived = _receivedBytes,
        FilesRemoved = _removed,
        Collections = _collections,
        Documents = _documents,
        Failed = Failed,
        StartedOn = StartedOn,
        FinishedOn = finishedOn,
    };
}
