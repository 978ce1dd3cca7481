using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>What has to be found out before an action is certain.</summary>
internal enum OpenQuestion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whether the checksums differ.</summary>
    Checksum,

    /// <summary>Whether the file was moved.</summary>
    Move,
}

/// <summary>An action that may still change.</summary>
/// <param name="Outcome">The action as it is when the question is answered with no.</param>
/// <param name="Question">The question.</param>
internal readonly record struct Candidate(Outcome<string, WxCloudSyncAction> Outcome, OpenQuestion Question = OpenQuestion.None);

/// <summary>One comparison of two folders: the merge of both, which a direction turns into actions.</summary>
internal abstract class FolderComparison(SyncOptions options, EnvironmentBucket bucket, EngineLog log)
{
    private readonly PathFilter _filter = new(options.Include, options.Exclude);
    private readonly PackedActions _deletions = new(bucket.Address);
    private bool _isComplete = true;
    private long _targetFiles;
    private string? _folderLeftOut;

    protected SyncOptions Options => options;

    protected EnvironmentBucket Bucket => bucket;

    /// <summary>Whether the cloud folder was read to its end.</summary>
    protected bool HasCloudEnded { get; private set; }

    /// <summary>Reads both sides in step.</summary>
    /// <param name="files">The files of the cloud folder, by the UTF-8 bytes of their paths.</param>
    /// <param name="cancellationToken">Stops the merge.</param>
    public async IAsyncEnumerable<Candidate> MergeAsync(IAsyncEnumerable<WxCloudFile> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var local = new LocalTree(options.Folder, log).Walk().GetEnumerator();
        var cloud = files.GetAsyncEnumerator(cancellationToken);
        await using var _ = cloud.ConfigureAwait(false);
        var node = NextLocal(local);
        var file = await NextCloudAsync(cloud).ConfigureAwait(false);
        while (true)
        {
            if (file is null && !HasCloudEnded)
            {
                HasCloudEnded = true;
                foreach (var candidate in OnCloudEnded())
                {
                    yield return candidate;
                }
            }

            if (node is null && file is null)
            {
                yield break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (node?.Kind == LocalNodeKind.FolderUnreadable)
            {
                _isComplete = false;
                yield return new(new(node.FullPath, node.Error!));
                node = NextLocal(local);
                continue;
            }

            var order = node is null ? 1 : file is null ? -1 : KeyOrder.Instance.Compare(node.Path, BelowFolder(file));
            if (order < 0 && node!.Kind == LocalNodeKind.FolderLeftOut)
            {
                _folderLeftOut = node.Path;
            }
            else if (Decide(order <= 0 ? node : null, order >= 0 ? file : null) is { } candidate)
            {
                yield return candidate;
            }

            node = order <= 0 ? NextLocal(local) : node;
            file = order >= 0 ? await NextCloudAsync(cloud).ConfigureAwait(false) : file;
        }
    }

    /// <summary>Answers the open question of a candidate.</summary>
    public async Task<Outcome<string, WxCloudSyncAction>> FinishAsync(Candidate candidate, CancellationToken cancellationToken) =>
        candidate.Question == OpenQuestion.None
            ? candidate.Outcome
            : await TransferQueue.AttemptAsync(
                candidate.Outcome.Item,
                () => AnswerAsync(candidate.Outcome.Value!, candidate.Question, cancellationToken),
                cancellationToken).ConfigureAwait(false);

    /// <summary>The deletions, or why there are none. After both sides were read.</summary>
    public IEnumerable<Outcome<string, WxCloudSyncAction>> Delete()
    {
        var target = options.IsUpload ? options.CloudFolder : options.Folder;
        if (_deletions.Count > 0 && !_isComplete)
        {
            yield return new(target, Error.SyncListingIncomplete(target, _deletions.Count));
        }
        else if (options.MaxDelete is { } limit && !limit.Allows(_deletions.Count, _targetFiles))
        {
            yield return new(target, Error.TooManyDeletions(target, _deletions.Count, limit.ToString()));
        }
        else
        {
            foreach (var deletion in _deletions)
            {
                yield return CheckDeletion(deletion);
            }
        }
    }

    /// <summary>A local file without a cloud one.</summary>
    protected abstract Candidate? OnLocal(LocalNode node);

    /// <summary>A cloud file without a local one.</summary>
    protected abstract Candidate? OnCloud(WxCloudFile file);

    /// <summary>A file of both sides.</summary>
    protected abstract Candidate? OnBoth(LocalNode node, WxCloudFile file);

    /// <summary>What waited for the end of the cloud folder.</summary>
    protected virtual IEnumerable<Candidate> OnCloudEnded() => [];

    /// <summary>What becomes of a deletion in the light of all files.</summary>
    protected virtual Outcome<string, WxCloudSyncAction> CheckDeletion(WxCloudSyncAction deletion) => new(deletion.Item, deletion);

    /// <summary>Whether a file was moved from another place of the target.</summary>
    protected virtual Task<WxCloudSyncAction> FindMoveAsync(WxCloudSyncAction action, CancellationToken cancellationToken) => Task.FromResult(action);

    protected string CloudPathOf(LocalNode node) => options.CloudFolder + node.Path;

    protected string BelowFolder(WxCloudFile file) => file.CloudPath.Substring(options.CloudFolder.Length);

    protected bool IsOurs(string cloudPath) => options.Shard?.Contains(cloudPath) != false;

    /// <summary>Whether a cloud path is in a local folder that was not listed.</summary>
    protected bool IsLeftOut(WxCloudFile file) =>
        _folderLeftOut is not null && BelowFolder(file).StartsWith(_folderLeftOut, StringComparison.Ordinal);

    /// <summary>The candidate of an action; <see langword="null"/> when it belongs to another shard.</summary>
    protected Candidate? Of(WxCloudSyncAction action, OpenQuestion question = OpenQuestion.None) =>
        IsOurs(action.CloudPath) ? new(new(action.Item, action), question) : null;

    /// <summary>A file that the target alone has: deleted at the end, or kept.</summary>
    protected Candidate? OfExtra(WxCloudSyncAction action)
    {
        if (!options.Delete)
        {
            return Of(action);
        }

        if (IsOurs(action.CloudPath))
        {
            _deletions.Add(action with { Action = WxCloudSyncOperation.Delete });
        }

        return null;
    }

    /// <summary>A file of both sides: transferred when it differs.</summary>
    /// <param name="action">The transfer.</param>
    /// <param name="targetLength">The length at the target.</param>
    /// <param name="isNewer">Whether the source was written later.</param>
    protected Candidate? OfPair(WxCloudSyncAction action, long targetLength, bool isNewer)
    {
        if (action.Length != targetLength)
        {
            return Of(action with { Reason = WxCloudSyncReason.LengthDiffers });
        }

        var unchanged = action with { Action = WxCloudSyncOperation.Skip, Reason = WxCloudSyncReason.Unchanged };
        return options.CompareBy == WxCloudCompareBy.Checksum ? Of(unchanged, action.Length > 0 ? OpenQuestion.Checksum : OpenQuestion.None)
            : Of(isNewer ? action with { Reason = WxCloudSyncReason.Newer } : unchanged);
    }

    /// <summary>LastModified has whole seconds.</summary>
    protected static long Seconds(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerSecond;

    private Candidate? Decide(LocalNode? node, WxCloudFile? file)
    {
        var cloudPath = file?.CloudPath ?? CloudPathOf(node!);
        if (IsOurs(cloudPath) && (options.IsUpload ? file is not null : node is { Kind: LocalNodeKind.File }))
        {
            _targetFiles++;
        }

        if (file is { Length: 0 } && file.CloudPath.EndsWith('/'))
        {
            return Of(Describe(file, null, WxCloudSyncOperation.Skip, WxCloudSyncReason.FolderMarker));
        }

        return node?.Kind switch
        {
            null => OnCloud(file!),
            LocalNodeKind.FileUnreadable => IsOurs(cloudPath) ? new(new(node.FullPath, node.Error!)) : null,
            LocalNodeKind.FileLeftOut when file is null => null,
            LocalNodeKind.FileLeftOut => Of(Describe(file, null, options.IsUpload ? WxCloudSyncOperation.Skip : WxCloudSyncOperation.Conflict, WxCloudSyncReason.NotAnOrdinaryFile)),
            _ when file is null => OnLocal(node),
            _ => OnBoth(node, file),
        };
    }

    /// <summary>An action with the state of both sides.</summary>
    protected WxCloudSyncAction Describe(WxCloudFile? file, LocalNode? node, WxCloudSyncOperation operation, WxCloudSyncReason reason) => new()
    {
        Action = operation,
        Reason = reason,
        CloudPath = file?.CloudPath ?? CloudPathOf(node!),
        LocalPath = node?.FullPath,
        FileId = file?.FileId,
        Length = (options.IsUpload ? node?.Length : null) ?? file?.Length ?? node!.Length,
        LastModified = file?.LastModified,
        ETag = file?.ETag,
        LocalLength = node?.Length,
        LocalLastWriteTime = node?.LastWriteTime,
    };

    private async Task<WxCloudSyncAction> AnswerAsync(WxCloudSyncAction action, OpenQuestion question, CancellationToken cancellationToken)
    {
        if (question == OpenQuestion.Move)
        {
            return await FindMoveAsync(action, cancellationToken).ConfigureAwait(false);
        }

        var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(action.CloudPath), action.CloudPath, cancellationToken).ConfigureAwait(false)
            ?? throw Error.ObjectMissing(action.FileId!);
        var crc64 = await FileChecksum.ReadCrc64Async(action.LocalPath!, cancellationToken).ConfigureAwait(false);

        // A file without a stored checksum, such as one made from parts without any, is transferred: only that is certain.
        return head.Crc64 == crc64 ? action with { Crc64 = crc64 } : action with
        {
            Action = options.IsUpload ? WxCloudSyncOperation.Upload : WxCloudSyncOperation.Download,
            Reason = WxCloudSyncReason.ContentDiffers,
            Crc64 = options.IsUpload ? crc64 : head.Crc64,
        };
    }

    private LocalNode? NextLocal(IEnumerator<LocalNode> nodes)
    {
        while (nodes.MoveNext())
        {
            var node = nodes.Current;
            if (node.Kind is LocalNodeKind.FolderLeftOut or LocalNodeKind.FolderUnreadable || _filter.Includes(node.Path))
            {
                return node;
            }
        }

        return null;
    }

    private async ValueTask<WxCloudFile?> NextCloudAsync(IAsyncEnumerator<WxCloudFile> files)
    {
        while (await files.MoveNextAsync().ConfigureAwait(false))
        {
            if (_filter.Includes(BelowFolder(files.Current)))
            {
                return files.Current;
            }
        }

        return null;
    }
}

/// <summary>
/// Selects the paths below the folders to compare. A pattern is compared with the whole path; its star also matches slashes, and upper
/// and lower case are the same. What is left out on one side is left out on the other, so it is neither transferred nor deleted.
/// </summary>
internal sealed class PathFilter(IEnumerable<string> include, IEnumerable<string> exclude)
{
    private readonly List<NamePattern> _include = [.. include.Select(Read)];
    private readonly List<NamePattern> _exclude = [.. exclude.Select(Read)];

    public bool Includes(string path) =>
        (_include.Count == 0 || _include.Exists(pattern => pattern.Matches(path)))
        && !_exclude.Exists(pattern => pattern.Matches(path))
        && !PartialFileName.IsLeftover(CloudPath.NameOf(path));

    private static NamePattern Read(string pattern) => new(OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern);
}
