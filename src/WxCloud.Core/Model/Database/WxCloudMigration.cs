using System;

namespace WxCloud;

/// <summary>The form of a file that a collection is imported from or exported to.</summary>
public enum WxMigrationFileType
{
    /// <summary>JSON Lines: one document per line.</summary>
    Json = 1,

    /// <summary>CSV with the names of the fields in its first line.</summary>
    Csv = 2,
}

/// <summary>What an import does with a document whose <c>_id</c> exists already.</summary>
public enum WxConflictMode
{
    /// <summary>It fails.</summary>
    Insert = 1,

    /// <summary>It replaces the one that exists.</summary>
    Upsert = 2,
}

/// <summary>An import or export of a collection.</summary>
public sealed class WxCloudMigration
{
    /// <summary>The service's number of the job.</summary>
    public required long JobId { get; init; }

    /// <summary>The service's word for its state: <c>success</c> at the end; other words are not documented.</summary>
    public required string Status { get; init; }

    /// <summary>The collection; <see langword="null"/> when only the number was known.</summary>
    public string? Collection { get; init; }

    /// <summary>The local file; <see langword="null"/> when only the number was known.</summary>
    public string? LocalPath { get; init; }

    /// <summary>How many documents came through.</summary>
    public long Succeeded { get; init; }

    /// <summary>How many did not.</summary>
    public long Failed { get; init; }

    /// <summary>The service's words for the first failure; <see langword="null"/> without one.</summary>
    public string? Message { get; init; }

    /// <summary>Where the result of an export can be fetched for a while; <see langword="null"/> for an import or before the end.</summary>
    public string? FileUrl { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{JobId} {Status}");
}
