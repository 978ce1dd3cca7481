using System;

namespace WxCloud;

/// <summary>Which side of a comparison is made like the other.</summary>
public enum WxCloudSyncDirection
{
    /// <summary>The cloud folder becomes like the local one.</summary>
    Upload,

    /// <summary>The local folder becomes like the cloud one.</summary>
    Download,
}

/// <summary>How two files of one name are compared.</summary>
public enum WxCloudCompareBy
{
    /// <summary>By their lengths, and whether the source is later than the target, to the second.</summary>
    SizeAndTime,

    /// <summary>By their lengths and CRC-64/XZ checksums; every local file of the same length is read.</summary>
    Checksum,
}

/// <summary>What is done to one file.</summary>
public enum WxCloudSyncOperation
{
    /// <summary>The local file is sent.</summary>
    Upload,

    /// <summary>The cloud file is received.</summary>
    Download,

    /// <summary>The cloud file is copied on the server from another path.</summary>
    Copy,

    /// <summary>The file is deleted at the target: in the cloud when the action has a FileId, else locally.</summary>
    Delete,

    /// <summary>The file stays as it is.</summary>
    Skip,

    /// <summary>The file cannot be handled; applying the action is an error.</summary>
    Conflict,
}

/// <summary>Why it is done.</summary>
public enum WxCloudSyncReason
{
    /// <summary>The target has no such file.</summary>
    New,

    /// <summary>The lengths differ.</summary>
    LengthDiffers,

    /// <summary>The source was written later than the target.</summary>
    Newer,

    /// <summary>The checksums differ.</summary>
    ContentDiffers,

    /// <summary>The same content is stored under another path, of which the local folder has no file any more.</summary>
    Moved,

    /// <summary>The target alone has this file.</summary>
    Extra,

    /// <summary>Both sides are equal.</summary>
    Unchanged,

    /// <summary>An empty cloud file whose path ends with a slash, which consoles make to show a folder.</summary>
    FolderMarker,

    /// <summary>The name cannot be a cloud path, or cannot be a local file within the folder.</summary>
    NameNotPossible,

    /// <summary>The name differs from another one only in case, and the disk does not distinguish them.</summary>
    DiffersOnlyInCase,

    /// <summary>One name is a file and a folder.</summary>
    FileAndFolder,

    /// <summary>The local name is a broken link, a link that forms a loop, a pipe, a device or a socket.</summary>
    NotAnOrdinaryFile,
}

/// <summary>What was done.</summary>
public enum WxCloudSyncResult
{
    /// <summary>The local file was sent.</summary>
    Uploaded,

    /// <summary>The cloud file was received.</summary>
    Downloaded,

    /// <summary>The cloud file was copied on the server.</summary>
    Copied,

    /// <summary>The file was deleted at the target.</summary>
    Deleted,
}

/// <summary>One step of a plan that makes one folder like another, with the state of the file on which it was decided.</summary>
public sealed record WxCloudSyncAction
{
    /// <summary>What is done.</summary>
    public required WxCloudSyncOperation Action { get; init; }

    /// <summary>Why.</summary>
    public required WxCloudSyncReason Reason { get; init; }

    /// <summary>The path in cloud storage, without a leading slash.</summary>
    public required string CloudPath { get; init; }

    /// <summary>The full path of the local file; <see langword="null"/> when the action is about a cloud file alone.</summary>
    public string? LocalPath { get; init; }

    /// <summary>The fileID; <see langword="null"/> when the action is about a local file alone.</summary>
    public string? FileId { get; init; }

    /// <summary>The length in bytes of the file that is transferred, copied, deleted or kept.</summary>
    public long Length { get; init; }

    /// <summary>When the cloud file was last written; <see langword="null"/> when there was none.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The length in bytes of the local file; <see langword="null"/> when there was none.</summary>
    public long? LocalLength { get; init; }

    /// <summary>When the local file was last written; <see langword="null"/> when there was none.</summary>
    public DateTimeOffset? LocalLastWriteTime { get; init; }

    /// <summary>The entity tag of the cloud file without quotes; <see langword="null"/> when there was none.</summary>
    public string? ETag { get; init; }

    /// <summary>The CRC-64/XZ of the content as an unsigned decimal number; <see langword="null"/> when it was not needed.</summary>
    public string? Crc64 { get; init; }

    /// <summary>The cloud path that a copy is made from; <see langword="null"/> for other actions.</summary>
    public string? CopyFrom { get; init; }

    /// <summary>What was done; <see langword="null"/> while the action is a plan.</summary>
    public WxCloudSyncResult? Result { get; init; }

    /// <summary>What errors are about: the file that is the action's source, or that is deleted.</summary>
    internal string Item => (Action is WxCloudSyncOperation.Download ? FileId : LocalPath ?? FileId) ?? CloudPath;

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {CloudPath}";
}
