using System;

namespace WxCloud;

/// <summary>What an update did.</summary>
public sealed class WxCloudDocumentUpdate
{
    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The <c>_id</c> of the one document; <see langword="null"/> when a filter chose them.</summary>
    public object? Id { get; init; }

    /// <summary>How many documents were found.</summary>
    public long Matched { get; init; }

    /// <summary>How many of them are different now.</summary>
    public long Modified { get; init; }

    /// <summary>Whether the document was created.</summary>
    public bool Created { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Collection} {Id}: {Matched} matched, {Modified} modified");
}
