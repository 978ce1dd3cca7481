using System;

namespace WxCloud;

/// <summary>A file in cloud storage.</summary>
public sealed class WxCloudFile
{
    /// <summary>The fileID.</summary>
    public required string FileId { get; init; }

    /// <summary>The path in cloud storage, without a leading slash.</summary>
    public required string CloudPath { get; init; }

    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The bucket, as the fileID names it.</summary>
    public required string Bucket { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The entity tag without quotes; not always an MD5. <see langword="null"/> when the storage gave none.</summary>
    public string? ETag { get; init; }

    /// <summary>The CRC-64/XZ checksum as an unsigned decimal number; <see langword="null"/> when it is not known.</summary>
    public string? Crc64 { get; init; }

    /// <summary>The content type under which the file is served.</summary>
    public string? ContentType { get; init; }

    /// <summary>When the stored file was last written; <see langword="null"/> when the storage did not return it.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The local file that it was sent from; <see langword="null"/> when this command did not send it.</summary>
    public string? LocalPath { get; init; }

    /// <summary>Whether it is a folder: a prefix that files have, or an empty object whose path ends with a slash.</summary>
    public bool IsFolder { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FileId;
}
