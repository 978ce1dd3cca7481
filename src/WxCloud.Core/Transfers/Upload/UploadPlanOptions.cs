namespace WxCloud.Transfers.Upload;

/// <summary>How local paths become cloud paths.</summary>
internal sealed record UploadPlanOptions
{
    /// <summary>The cloud folder that files go to; empty for the root.</summary>
    public string? Prefix { get; init; }

    /// <summary>The cloud path of the one file that is sent; <see langword="null"/> builds each from its name.</summary>
    public string? CloudPath { get; init; }

    /// <summary>The folder that names are taken relative to; <see langword="null"/> takes the file's own name.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Whether folders are walked.</summary>
    public bool Recurse { get; init; }

    /// <summary>The shard whose files are sent; <see langword="null"/> sends all.</summary>
    public WxCloudShard? Shard { get; init; }

    /// <summary>The content type of all files; <see langword="null"/> takes the one of each extension.</summary>
    public string? ContentType { get; init; }
}
