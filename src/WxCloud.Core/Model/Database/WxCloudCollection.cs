namespace WxCloud;

/// <summary>A collection of a cloud database.</summary>
public sealed class WxCloudCollection
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>How many documents it holds.</summary>
    public long Count { get; init; }

    /// <summary>The size of its documents in bytes.</summary>
    public long Size { get; init; }

    /// <summary>How many indexes it has, that of <c>_id</c> included.</summary>
    public int IndexCount { get; init; }

    /// <summary>The size of its indexes in bytes.</summary>
    public long IndexSize { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
