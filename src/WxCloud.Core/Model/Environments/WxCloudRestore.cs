namespace WxCloud;

/// <summary>What was restored from a backup, or would be.</summary>
public sealed record WxCloudRestore
{
    /// <summary>The full path of the backup's folder.</summary>
    public required string Path { get; init; }

    /// <summary>The environment that receives the files and documents.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The environment that they were saved from.</summary>
    public required string SourceEnvironmentId { get; init; }

    /// <summary>Files that were sent.</summary>
    public long FilesSent { get; init; }

    /// <summary>The bytes of the files that were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Files that the environment had already, with the same content.</summary>
    public long FilesPresent { get; init; }

    /// <summary>Collections that were made.</summary>
    public int CollectionsCreated { get; init; }

    /// <summary>Documents that were inserted.</summary>
    public long DocumentsInserted { get; init; }

    /// <summary>Documents that replaced another one of the same <c>_id</c>.</summary>
    public long DocumentsReplaced { get; init; }

    /// <summary>Documents that the environment had already, with the same content.</summary>
    public long DocumentsPresent { get; init; }

    /// <summary>Documents in which fileIDs were rewritten to the environment; the report names each.</summary>
    public long DocumentsRewritten { get; init; }

    /// <summary>The fileIDs that were rewritten in them.</summary>
    public long FileIdsRewritten { get; init; }

    /// <summary>Files and documents that could not be restored.</summary>
    public long Failed { get; init; }

    /// <summary>The full path of the report: JSON Lines, one object for each document that was rewritten. <see langword="null"/> when none was written, as for a plan.</summary>
    public string? ReportPath { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} -> {EnvironmentId}";
}
