using System;

namespace WxCloud;

/// <summary>A temporary URL of a file.</summary>
public sealed class WxTempFileUrl
{
    /// <summary>The requested fileID.</summary>
    public required string FileId { get; init; }

    /// <summary>The address, percent-encoded once and ready to open.</summary>
    public required string Url { get; init; }

    /// <summary>The requested lifetime, in seconds.</summary>
    public required int MaxAge { get; init; }

    /// <summary>When the link expires; <see langword="null"/> for a publicly readable file, whose link does not.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>The service's status for this file; 0 is success.</summary>
    public int Status { get; init; }

    /// <summary>The service's words for the status.</summary>
    public string StatusMessage { get; init; } = "ok";

    /// <inheritdoc/>
    public override string ToString() => Url;
}
