namespace WxCloud;

/// <summary>How a download was verified to be complete.</summary>
public enum WxVerification
{
    /// <summary>By the CRC-64/XZ that the storage named.</summary>
    Crc64,

    /// <summary>By the MD5 that the entity tag is.</summary>
    Md5,

    /// <summary>By its length alone: the server named no checksum.</summary>
    Length,
}

/// <summary>A file that was received from cloud storage.</summary>
public sealed class WxCloudDownload
{
    /// <summary>The fileID.</summary>
    public required string FileId { get; init; }

    /// <summary>The path in cloud storage, without a leading slash.</summary>
    public required string CloudPath { get; init; }

    /// <summary>The full path of the local file.</summary>
    public required string LocalPath { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The CRC-64/XZ of the bytes as an unsigned decimal number; <see langword="null"/> when the file existed and was skipped.</summary>
    public string? Crc64 { get; init; }

    /// <summary>How the file was verified to be complete.</summary>
    public WxVerification Verified { get; init; }

    /// <summary>Whether an earlier, interrupted download was continued.</summary>
    public bool Resumed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => LocalPath;
}
