using System;

namespace WxCloud;

/// <summary>What a removal did.</summary>
public sealed class WxCloudDocumentRemoval
{
    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The <c>_id</c> of the one document; <see langword="null"/> when a filter chose them.</summary>
    public object? Id { get; init; }

    /// <summary>How many documents were removed.</summary>
    public long Removed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Collection} {Id}: {Removed} removed");
}
