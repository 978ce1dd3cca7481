using System;
using WxCloud.Secrets;

namespace WxCloud.Api;

/// <summary>An access token in the engine's hands.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="ExpiresOn">When it expires; <see langword="null"/> when that is not known.</param>
/// <param name="Kind">Which kind of token it is.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record AccessToken(Secret Value, DateTimeOffset? ExpiresOn, WxTokenKind Kind, WxTokenOrigin Source)
{
    /// <summary>The query parameter of the token: a container's token has another one than all others.</summary>
    public string QueryParameter => Kind == WxTokenKind.CloudRun ? "cloudbase_access_token" : "access_token";
}
