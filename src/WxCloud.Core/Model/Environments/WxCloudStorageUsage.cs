using System;

namespace WxCloud;

/// <summary>What the files of one type take in one folder.</summary>
public sealed class WxCloudStorageUsage
{
    /// <summary>The folder, with a slash at its end; empty for the files outside any folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The type: the extension in lower case with its dot; empty for files without one.</summary>
    public required string Type { get; init; }

    /// <summary>The number of files.</summary>
    public required long Count { get; init; }

    /// <summary>The length of all these files together, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The part of the length of all files that were measured, from 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>When the newest of them was last written; <see langword="null"/> when the storage did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Folder;
}
