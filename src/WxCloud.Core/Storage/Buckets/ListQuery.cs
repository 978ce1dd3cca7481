namespace WxCloud.Storage.Buckets;

/// <summary>What to list of an environment.</summary>
internal sealed record ListQuery
{
    public required string EnvironmentId { get; init; }

    /// <summary>The beginning of the cloud paths, as plain text; empty for all.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>The cloud path with wildcards, which do not match a slash; <see langword="null"/> to list by prefix.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether the files of folders below follow too, instead of the folders themselves.</summary>
    public bool Recurse { get; init; }

    public StoredKinds Kinds { get; init; } = StoredKinds.Both;
}

/// <summary>What a listing shows.</summary>
internal enum StoredKinds
{
    /// <summary>Files, and folders where a listing does not descend.</summary>
    Both,

    /// <summary>Files alone.</summary>
    Files,

    /// <summary>Folders alone.</summary>
    Folders,

    /// <summary>Files and, where a listing descends, each folder before what is in it.</summary>
    FilesAndAllFolders,
}
