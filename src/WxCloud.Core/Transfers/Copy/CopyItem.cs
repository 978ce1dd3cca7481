namespace WxCloud.Transfers.Copy;

/// <summary>A stored file to copy.</summary>
/// <param name="Source">Its fileID or its cloud path, as it was given.</param>
/// <param name="Destination">
/// The cloud path or fileID to copy to; one that ends with a slash is a folder, in which the file keeps its name.
/// </param>
internal sealed record CopyItem(string Source, string Destination);

/// <summary>How files are copied.</summary>
internal sealed record CopyOptions
{
    public required string EnvironmentId { get; init; }

    /// <summary>Whether files that exist are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the source is deleted once its copy was verified.</summary>
    public bool Move { get; init; }
}
