namespace WxCloud;

/// <summary>A part of a backup.</summary>
public enum WxCloudBackupPart
{
    /// <summary>The manifest, or the list of files.</summary>
    Manifest,

    /// <summary>A file of the cloud storage.</summary>
    File,

    /// <summary>The documents of a collection.</summary>
    Collection,
}

/// <summary>What is wrong with a part of a backup.</summary>
public enum WxCloudBackupProblem
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It has another length than it was saved with.</summary>
    LengthDiffers,

    /// <summary>It has another content than it was saved with.</summary>
    ContentDiffers,

    /// <summary>The backup does not name it.</summary>
    Extra,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It is a link, or its name leads out of the folder. It is not followed.</summary>
    NotWithinBackup,

    /// <summary>The backup was interrupted, or could not save everything.</summary>
    Incomplete,
}

/// <summary>Something that is wrong with a backup.</summary>
public sealed record WxCloudBackupDamage
{
    /// <summary>Which part it is.</summary>
    public required WxCloudBackupPart Part { get; init; }

    /// <summary>The cloud path, the name of the collection, or the name of the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required WxCloudBackupProblem Problem { get; init; }

    /// <summary>The length or CRC-64/XZ that it was saved with; <see langword="null"/> when that is not the problem.</summary>
    public string? Expected { get; init; }

    /// <summary>The length or CRC-64/XZ that it has; <see langword="null"/> when that is not the problem.</summary>
    public string? Actual { get; init; }

    /// <summary>The full path of the local file; <see langword="null"/> when its name leads out of the folder.</summary>
    public string? LocalPath { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Problem}";
}
