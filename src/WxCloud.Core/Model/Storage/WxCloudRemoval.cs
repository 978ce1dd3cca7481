namespace WxCloud;

/// <summary>A file that was deleted from cloud storage.</summary>
public sealed class WxCloudRemoval
{
    /// <summary>The fileID.</summary>
    public required string FileId { get; init; }

    /// <summary>The path in cloud storage.</summary>
    public required string CloudPath { get; init; }

    /// <summary>The service's status for this file; 0 is success.</summary>
    public int Status { get; init; }

    /// <summary>The service's words for the status.</summary>
    public string StatusMessage { get; init; } = "ok";

    /// <inheritdoc/>
    public override string ToString() => FileId;
}
