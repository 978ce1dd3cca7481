using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Backups.Format;
using WxCloud.Cos.Buckets;
using WxCloud.Model;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Backups.Save;

/// <summary>What is backed up, and where.</summary>
internal sealed record BackupOptions
{
    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether files or documents are left out.</summary>
    public BackupScope Scope { get; init; }

    /// <summary>The folders of the storage; empty for all files.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>The collections, by names with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>The limit of files that are removed from an earlier backup; <see langword="null"/> for none.</summary>
    public DeleteLimit? MaxDelete { get; init; }

    /// <summary>The number of files received at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;

    /// <summary>The folders of the storage, in the order of a listing, without those inside another one; empty for all files.</summary>
    public IReadOnlyList<string> Folders
    {
        get
        {
            var sorted = Prefixes.Select(CloudPath.AsFolder).Distinct(StringComparer.Ordinal).OrderBy(static folder => folder, KeyOrder.Instance).ToList();
            return sorted.Contains(string.Empty) ? [] : [.. sorted.Where(folder => !sorted.Exists(other => other != folder && folder.StartsWith(other, StringComparison.Ordinal)))];
        }
    }
}
