using System.Collections.Generic;
using System.IO;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>Which folders are compared, and how.</summary>
internal sealed record SyncOptions
{
    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The full path of the local folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The cloud folder; empty for the root.</summary>
    public string? Prefix { get; init; }

    /// <summary>Which side is made like the other.</summary>
    public WxCloudSyncDirection Direction { get; init; }

    /// <summary>Whether files that only the target has are deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>Whether files are deleted also when the cloud folder is the root.</summary>
    public bool AllowRoot { get; init; }

    /// <summary>The limit of deletions; <see langword="null"/> for none.</summary>
    public DeleteLimit? MaxDelete { get; init; }

    /// <summary>Patterns of the paths below the folder that take part; empty for all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of the paths below the folder that take no part.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>How two files of one name are compared.</summary>
    public WxCloudCompareBy CompareBy { get; init; }

    /// <summary>The shard whose files are handled; <see langword="null"/> handles all.</summary>
    public WxCloudShard? Shard { get; init; }

    /// <summary>The number of files read, looked up or transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;

    /// <summary>The cloud folder with its slash; empty for the root.</summary>
    public string CloudFolder => CloudPath.AsFolder(Prefix);

    /// <summary>Whether the cloud side is the one that changes.</summary>
    public bool IsUpload => Direction == WxCloudSyncDirection.Upload;

    /// <exception cref="WxCloudException">The folders cannot be compared, or deletion would not be safe.</exception>
    public void Validate()
    {
        if (CloudFolder.Length > 0)
        {
            CloudPath.Check(CloudFolder);
        }
        else if (Delete && !AllowRoot)
        {
            throw Error.SyncRootNotAllowed();
        }

        switch (LocalEntry.KindOf(Folder))
        {
            case LocalKind.Missing when IsUpload || File.Exists(Folder):
                throw LocalEntry.Missing(Folder);
            case LocalKind.File or LocalKind.Other:
                throw Error.NotAFolder(Folder);
        }
    }
}
