namespace WxCloud.Transfers.Upload;

/// <summary>One file to send.</summary>
/// <param name="LocalPath">The full local path.</param>
/// <param name="CloudPath">Where it goes.</param>
/// <param name="ContentType">The content type to store; <see langword="null"/> takes the one of the extension.</param>
internal sealed record UploadItem(string LocalPath, string CloudPath, string? ContentType = null)
{
    /// <summary>Whether the local file is temporary, so that the result does not name it.</summary>
    public bool IsTemporary { get; init; }
}
