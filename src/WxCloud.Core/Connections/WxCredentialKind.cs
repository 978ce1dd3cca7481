namespace WxCloud;

/// <summary>How a connection authenticates.</summary>
public enum WxCredentialKind
{
    /// <summary>AppID and AppSecret, exchanged for access tokens.</summary>
    AppSecret,

    /// <summary>An access token that is managed elsewhere; it may be an authorizer_access_token.</summary>
    AccessToken,

    /// <summary>The token that a cloud container finds in a file (微信令牌).</summary>
    CloudRunToken,

    /// <summary>No token: inside a cloud container the platform adds it (开放接口服务).</summary>
    OpenApiService,
}
