namespace WxCloud;

/// <summary>A document that was added.</summary>
public sealed class WxCloudDocumentId
{
    /// <summary>The <c>_id</c>: a string or a number.</summary>
    public required object Id { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}";
}
