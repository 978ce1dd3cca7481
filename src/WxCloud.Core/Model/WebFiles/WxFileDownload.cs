using System.Collections.Generic;

namespace WxCloud;

/// <summary>A file that was received from any server, as <c>wx.downloadFile</c> does.</summary>
public sealed class WxFileDownload
{
    /// <summary>The HTTP status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The full path of the local file; a temporary one when no target was named.</summary>
    public required string FilePath { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The header fields; several of one name are one text, separated by commas.</summary>
    public required IReadOnlyDictionary<string, string> Header { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FilePath;
}
