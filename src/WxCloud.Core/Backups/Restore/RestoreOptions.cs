using System.Collections.Generic;
using System.Linq;
using WxCloud.Backups.Format;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Backups.Restore;

/// <summary>What is restored, and where to.</summary>
internal sealed record RestoreOptions
{
    /// <summary>The environment that receives it.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The full path of the backup's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether files or documents are left out.</summary>
    public BackupScope Scope { get; init; }

    /// <summary>The folders of the storage; empty for all files.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>The collections, by names with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>What happens to files and documents that the environment has with other content.</summary>
    public WxConflictMode ConflictMode { get; init; } = WxConflictMode.Insert;

    /// <summary>Whether an incomplete backup is restored as far as it was saved.</summary>
    public bool AllowIncomplete { get; init; }

    /// <summary>Whether a report is written.</summary>
    public bool HasReport { get; init; } = true;

    /// <summary>The full path of the report; <see langword="null"/> for one in the folder of the backup.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Whether changes are only counted, and not made.</summary>
    public bool IsPlan { get; init; }

    /// <summary>The number of files transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;

    /// <summary>The folders of the storage, each with a slash at its end; one empty text for all files.</summary>
    public IReadOnlyList<string> Folders => Prefixes.Count == 0 ? [string.Empty] : [.. Prefixes.Select(CloudPath.AsFolder)];
}
