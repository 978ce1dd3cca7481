using System;
using System.IO;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>Decides how the local folder becomes like the cloud one. Names in the cloud come from outside.</summary>
internal sealed class DownloadComparison : FolderComparison
{
    private readonly LocalNames _names;
    private readonly AncestorFiles _files = new();

    /// <summary>The names that were given out; <see langword="null"/> on a disk that distinguishes case.</summary>
    private readonly TargetRegister? _caseBlindNames;

    public DownloadComparison(SyncOptions options, EnvironmentBucket bucket, EngineLog log)
        : this(options, bucket, log, OperatingSystem.IsWindows(), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
    {
    }

    internal DownloadComparison(SyncOptions options, EnvironmentBucket bucket, EngineLog log, bool isWindows, bool isCaseBlind)
        : base(options, bucket, log)
    {
        _names = new(isWindows);
        _caseBlindNames = isCaseBlind ? new(StringComparer.OrdinalIgnoreCase) : null;
    }

    protected override Candidate? OnLocal(LocalNode node)
    {
        _ = _files.Contain(node.Path);
        _files.Add(node.Path);
        return OfExtra(Describe(null, node, WxCloudSyncOperation.Skip, WxCloudSyncReason.Extra));
    }

    protected override Candidate? OnCloud(WxCloudFile file)
    {
        var path = BelowFolder(file);
        var download = Describe(file, null, WxCloudSyncOperation.Download, WxCloudSyncReason.New);
        if (LocalPathOf(path, file.CloudPath) is not { } localPath)
        {
            return Of(download with { Action = WxCloudSyncOperation.Conflict, Reason = WxCloudSyncReason.NameNotPossible });
        }

        download = download with { LocalPath = localPath };
        try
        {
            if (FindConflict(file, path, localPath) is { } conflict)
            {
                return Of(download with { Action = WxCloudSyncOperation.Conflict, Reason = conflict });
            }
        }
        catch (WxCloudException e)
        {
            return IsOurs(file.CloudPath) ? new(new(download.Item, e)) : null;
        }

        _files.Add(path);
        return Of(download);
    }

    protected override Candidate? OnBoth(LocalNode node, WxCloudFile file)
    {
        _ = _files.Contain(node.Path);
        _files.Add(node.Path);
        _caseBlindNames?.TryAdd(node.Path);
        return OfPair(
            Describe(file, node, WxCloudSyncOperation.Download, WxCloudSyncReason.New),
            node.Length,
            file.LastModified is not { } stored || Seconds(stored) > Seconds(node.LastWriteTime));
    }

    /// <summary>On a case-blind disk, a local file whose name a cloud file has in other case is not deleted: it may be that file.</summary>
    protected override Outcome<string, WxCloudSyncAction> CheckDeletion(WxCloudSyncAction deletion) =>
        _caseBlindNames?.TryAdd(deletion.CloudPath.Substring(Options.CloudFolder.Length)) == false
            ? new(deletion.Item, deletion with { Action = WxCloudSyncOperation.Conflict, Reason = WxCloudSyncReason.DiffersOnlyInCase })
            : base.CheckDeletion(deletion);

    private WxCloudSyncReason? FindConflict(WxCloudFile file, string path, string localPath)
    {
        var isBelowFile = _files.Contain(path);
        if (IsLeftOut(file))
        {
            return WxCloudSyncReason.NotAnOrdinaryFile;
        }

        if (_caseBlindNames?.TryAdd(path) == false)
        {
            return WxCloudSyncReason.DiffersOnlyInCase;
        }

        return isBelowFile ? WxCloudSyncReason.FileAndFolder : LocalEntry.Look(localPath) switch
        {
            (LocalKind.Folder, _) => WxCloudSyncReason.FileAndFolder,
            (LocalKind.Other, _) or (LocalKind.Missing, true) => WxCloudSyncReason.NotAnOrdinaryFile,

            // The walk had no file of this very name.
            (LocalKind.File, _) => WxCloudSyncReason.DiffersOnlyInCase,
            _ => null,
        };
    }

    private string? LocalPathOf(string path, string cloudPath)
    {
        try
        {
            return Path.Combine(Options.Folder, _names.PathOf(path, cloudPath));
        }
        catch (WxCloudException)
        {
            return null;
        }
    }
}
