namespace WxCloud;

/// <summary>The kinds of access token.</summary>
public enum WxTokenKind
{
    /// <summary>From <c>cgi-bin/stable_token</c>.</summary>
    Stable,

    /// <summary>From <c>cgi-bin/token</c>.</summary>
    Standard,

    /// <summary>Given by the user; its kind is not known.</summary>
    Given,

    /// <summary>From the file of a cloud container (微信令牌).</summary>
    CloudRun,
}
