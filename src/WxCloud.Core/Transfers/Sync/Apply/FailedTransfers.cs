using System.Collections.Concurrent;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>
/// The files of one run that the target still lacks, since their transfer failed. Each may have been moved from a file of its length that
/// only the target has, which is then the target's only copy and must not be deleted.
/// </summary>
internal sealed class FailedTransfers
{
    private readonly ConcurrentDictionary<long, string> _itemsByLength = new();

    /// <summary>Adds an action that failed.</summary>
    public void Add(WxCloudSyncAction action)
    {
        // A file of both sides was not moved, and an empty one has no content that could be lost.
        if (action.Action != WxCloudSyncOperation.Delete && action.Length > 0 && (action.LocalLength is null || action.LastModified is null))
        {
            _itemsByLength.TryAdd(action.Length, action.Item);
        }
    }

    /// <summary>The item that may have been moved from a file; <see langword="null"/> when there is none, so that the file can be deleted.</summary>
    public string? FindMovedFrom(WxCloudSyncAction deletion) => _itemsByLength.TryGetValue(deletion.Length, out var item) ? item : null;
}
