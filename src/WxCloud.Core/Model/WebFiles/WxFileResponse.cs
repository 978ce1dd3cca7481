using System;
using System.Collections.Generic;

namespace WxCloud;

/// <summary>What a server answered to an upload: <c>wx.uploadFile</c>'s success, which any HTTP reply is.</summary>
public sealed class WxFileResponse
{
    /// <summary>The local file that was sent.</summary>
    public required string FilePath { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The body as text, not parsed.</summary>
    public required string Data { get; init; }

    /// <summary>The header fields; several of one name are one text, separated by commas.</summary>
    public required IReadOnlyDictionary<string, string> Header { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{StatusCode} {FilePath}");
}
