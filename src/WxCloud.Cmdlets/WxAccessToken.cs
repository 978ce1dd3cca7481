using System;
using System.Security;

namespace WxCloud;

/// <summary>An access token, protected.</summary>
public sealed class WxAccessToken
{
    /// <summary>The AppID that it is for; <see langword="null"/> when only the token is known.</summary>
    public string? AppId { get; init; }

    /// <summary>The token.</summary>
    public required SecureString Token { get; init; }

    /// <summary>When it expires; <see langword="null"/> when that is not known.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Which kind of token it is.</summary>
    public WxTokenKind Kind { get; init; }

    /// <summary>Where it came from this time.</summary>
    public WxTokenOrigin Source { get; init; }

    /// <summary>The AppID and the kind; never the token.</summary>
    public override string ToString() => $"{AppId} {Kind}".TrimStart();
}
