using System;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Login;

/// <summary>Exchanges the code of <c>wx.login</c> for the user's session (auth.code2Session). A code works once, so a call is never repeated.</summary>
/// <param name="endpoint">Sends the call.</param>
/// <param name="appId">The AppID; <see langword="null"/> when the connection has none.</param>
/// <param name="appSecret">The AppSecret; <see langword="null"/> when the connection has none.</param>
internal sealed class LoginClient(ApiEndpoint endpoint, string? appId, Secret? appSecret)
{
    /// <exception cref="WxCloudException">The code is not valid, or the connection has no AppSecret.</exception>
    public async Task<LoginSession> ExchangeAsync(string code, CancellationToken cancellationToken)
    {
        if (appId is null || appSecret is null)
        {
            throw Error.SettingMissing("AppId, AppSecret (WXCLOUD_APPID, WXCLOUD_APPSECRET)");
        }

        SessionReply reply;
        try
        {
            reply = await endpoint.GetAsync(
                "sns/jscode2session",
                $"appid={Uri.EscapeDataString(appId)}&secret={Uri.EscapeDataString(appSecret.Reveal())}&js_code={Uri.EscapeDataString(code)}&grant_type=authorization_code",
                LoginJson.Default.SessionReply,
                cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice == RetryAdvice.RenewToken)
        {
            throw ServiceFailure.AtTokenCall(e);
        }

        return reply is { OpenId.Length: > 0, SessionKey.Length: > 0 }
            ? new(reply.OpenId, string.IsNullOrEmpty(reply.UnionId) ? null : reply.UnionId, new(reply.SessionKey))
            : throw Error.NotAnAnswer("sns/jscode2session", "openid, session_key");
    }
}

/// <param name="OpenId">The user's id in this Mini Program.</param>
/// <param name="UnionId">The user's id over all apps of the Open Platform account; <see langword="null"/> without one.</param>
/// <param name="SessionKey">The key of the user's session, which signs and encrypts user data.</param>
internal sealed record LoginSession(string OpenId, string? UnionId, Secret SessionKey);

internal sealed record SessionReply(
    [property: JsonPropertyName("openid")] string? OpenId,
    [property: JsonPropertyName("unionid")] string? UnionId,
    [property: JsonPropertyName("session_key")] string? SessionKey);

[JsonSerializable(typeof(SessionReply))]
internal sealed partial class LoginJson : JsonSerializerContext;
