namespace WxCloud;

/// <summary>Which call exchanges AppID and AppSecret for an access token.</summary>
public enum WxTokenMode
{
    /// <summary><c>cgi-bin/stable_token</c>: every caller gets the same token, so several machines can share an AppID.</summary>
    Stable,

    /// <summary><c>cgi-bin/token</c>: each call makes the previous token expire within five minutes.</summary>
    Standard,
}
