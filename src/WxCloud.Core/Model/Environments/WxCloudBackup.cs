using System;

namespace WxCloud;

/// <summary>How the files of a backup were found.</summary>
public enum WxCloudFileSource
{
    /// <summary>The bucket was listed: these are all files.</summary>
    Listing,

    /// <summary>There were no keys to list the bucket: these are the files whose fileIDs stand in saved documents.</summary>
    Documents,

    /// <summary>No files were looked for, because the environment's storage could not be reached.</summary>
    None,
}

/// <summary>A backup of an environment in a local folder, as it was made or planned.</summary>
public sealed record WxCloudBackup
{
    /// <summary>The full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether everything was saved; false for a plan.</summary>
    public bool Complete { get; init; }

    /// <summary>How the files were found.</summary>
    public WxCloudFileSource FileSource { get; init; }

    /// <summary>The files that the backup holds; of a plan, those that it would hold.</summary>
    public long Files { get; init; }

    /// <summary>The bytes of all its files.</summary>
    public long Bytes { get; init; }

    /// <summary>The files that were received, because they are new or changed; of a plan, those that would be.</summary>
    public long FilesReceived { get; init; }

    /// <summary>The bytes of the files that were received, or would be.</summary>
    public long BytesReceived { get; init; }

    /// <summary>The files that were removed from the folder, because the environment does not have them any more; of a plan, those that would be.</summary>
    public long FilesRemoved { get; init; }

    /// <summary>The collections that were saved, or would be.</summary>
    public int Collections { get; init; }

    /// <summary>The documents in them.</summary>
    public long Documents { get; init; }

    /// <summary>The files and collections that could not be saved.</summary>
    public long Failed { get; init; }

    /// <summary>When the backup began.</summary>
    public DateTimeOffset StartedOn { get; init; }

    /// <summary>When it ended; <see langword="null"/> for a plan.</summary>
    public DateTimeOffset? FinishedOn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
