using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>Decides how the cloud folder becomes like the local one.</summary>
internal sealed class UploadComparison(SyncOptions options, EnvironmentBucket bucket, EngineLog log) : FolderComparison(options, bucket, log)
{
    /// <summary>
    /// New files wait for the end of the cloud folder, since the file that they were moved from may come later. This bounds them at
    /// a few megabytes; beyond it, moved files are sent again.
    /// </summary>
    private const int MaxWaiting = 100_000;

    private readonly MoveFinder _moves = new(bucket);
    private readonly PackedActions _waiting = new(bucket.Address);

    protected override Candidate? OnLocal(LocalNode node)
    {
        var cloudPath = CloudPathOf(node);
        if (!IsOurs(cloudPath))
        {
            return null;
        }

        var upload = Describe(null, node, WxCloudSyncOperation.Upload, WxCloudSyncReason.New) with { FileId = Bucket.Address.FileIdOf(cloudPath).Text };
        if (!IsPossible(cloudPath))
        {
            return Of(upload with { Action = WxCloudSyncOperation.Conflict, Reason = WxCloudSyncReason.NameNotPossible });
        }

        if (HasCloudEnded || node.Length == 0 || _waiting.Count == MaxWaiting)
        {
            return OfNew(upload);
        }

        _waiting.Add(upload);
        return null;
    }

    protected override Candidate? OnCloud(WxCloudFile file)
    {
        if (IsLeftOut(file))
        {
            return Of(Describe(file, null, WxCloudSyncOperation.Skip, WxCloudSyncReason.NotAnOrdinaryFile));
        }

        _moves.Add(file);
        return OfExtra(Describe(file, null, WxCloudSyncOperation.Skip, WxCloudSyncReason.Extra));
    }

    protected override Candidate? OnBoth(LocalNode node, WxCloudFile file) => OfPair(
        Describe(file, node, WxCloudSyncOperation.Upload, WxCloudSyncReason.New),
        file.Length,
        file.LastModified is not { } stored || Seconds(node.LastWriteTime) > Seconds(stored));

    protected override IEnumerable<Candidate> OnCloudEnded()
    {
        foreach (var upload in _waiting)
        {
            if (OfNew(upload) is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    /// <remarks>
    /// A file that cannot be read, or whose candidates cannot be looked up, is an upload, whose own result shows the error. Without an action
    /// of its own, the plan would delete the place that it was moved from all the same.
    /// </remarks>
    protected override async Task<WxCloudSyncAction> FindMoveAsync(WxCloudSyncAction action, CancellationToken cancellationToken)
    {
        try
        {
            var crc64 = await FileChecksum.ReadCrc64Async(action.LocalPath!, cancellationToken).ConfigureAwait(false);
            return await _moves.FindAsync(action.CloudPath, action.Length, crc64, cancellationToken).ConfigureAwait(false) is { } source
                ? action with { Action = WxCloudSyncOperation.Copy, Reason = WxCloudSyncReason.Moved, CopyFrom = source, Crc64 = crc64 }
                : action;
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            return action;
        }
    }

    private Candidate? OfNew(WxCloudSyncAction upload) => Of(upload, HasCloudEnded && _moves.HasLength(upload.Length) ? OpenQuestion.Move : OpenQuestion.None);

    private static bool IsPossible(string cloudPath)
    {
        try
        {
            CloudPath.CheckFile(cloudPath);
            return true;
        }
        catch (WxCloudException)
        {
            return false;
        }
    }
}
