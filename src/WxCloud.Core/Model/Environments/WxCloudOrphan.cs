using System;

namespace WxCloud;

/// <summary>A stored file that no document names, or a place in a document that names a file which is not stored.</summary>
public sealed class WxCloudOrphan
{
    /// <summary>What is missing.</summary>
    public required WxCloudOrphanKind Kind { get; init; }

    /// <summary>The fileID: of the file that is stored, or of the one that is not.</summary>
    public required string FileId { get; init; }

    /// <summary>The path in cloud storage, without a leading slash.</summary>
    public required string CloudPath { get; init; }

    /// <summary>The length of the file in bytes; <see langword="null"/> when it is not stored.</summary>
    public long? Length { get; init; }

    /// <summary>When the file was last written; <see langword="null"/> when it is not stored, or the storage did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The time since the file was last written; <see langword="null"/> when that is not known.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The collection of the document; <see langword="null"/> for a file that no document names.</summary>
    public string? Collection { get; init; }

    /// <summary>The <c>_id</c> of the document, a string or a number; <see langword="null"/> for a file that no document names.</summary>
    public object? DocumentId { get; init; }

    /// <summary>The place in the document, such as <c>images[0].url</c>; <see langword="null"/> for a file that no document names.</summary>
    public string? Property { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FileId;
}
