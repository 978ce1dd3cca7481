using System.Security;

namespace WxCloud;

/// <summary>A user's session.</summary>
public sealed class WxLoginSession
{
    /// <summary>The user's id in this Mini Program.</summary>
    public required string OpenId { get; init; }

    /// <summary>The user's id over all apps of the Open Platform account; <see langword="null"/> when the Mini Program is bound to none.</summary>
    public string? UnionId { get; init; }

    /// <summary>The key of the session.</summary>
    public required SecureString SessionKey { get; init; }

    /// <summary>The openid; never the key.</summary>
    public override string ToString() => OpenId;
}
