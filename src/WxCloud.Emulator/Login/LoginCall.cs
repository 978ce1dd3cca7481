using System;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Login;

/// <summary><c>GET sns/jscode2session</c> (wechat-auth.md, section 9). A session key is new with every login.</summary>
internal sealed class LoginCall(LoginCodes codes) : IApiCall
{
    public string Path => "sns/jscode2session";

    public ApiTraits Traits => ApiTraits.None;

    public ApiReply Answer(ApiRequest request)
    {
        var query = request.Target.Query;
        AppCredentialsCheck.ThrowIfAbsent(query["appid"], query["secret"]);
        var code = LoginRequest.CodeOf(query);
        AppCredentialsCheck.ThrowIfWrong(query["appid"], query["secret"]);
        return LoginReply.Of(codes.Redeem(code));
    }
}

/// <summary>
/// <c>GET sns/component/jscode2session</c>: the login of a user of a Mini Program that a third-party platform looks after (wechat-auth.md, section 9). Every platform
/// is taken; its token is the access token.
/// </summary>
internal sealed class ComponentLoginCall(LoginCodes codes, TokenIssuer tokens) : IApiCall
{
    public string Path => "sns/component/jscode2session";

    public ApiTraits Traits => ApiTraits.None;

    public ApiReply Answer(ApiRequest request)
    {
        var query = request.Target.Query;
        LoginRequest.ThrowIfEmpty(query["appid"], ApiErrors.AppIdMissing);
        LoginRequest.ThrowIfEmpty(query["component_appid"], ApiErrors.ComponentAppIdMissing);
        LoginRequest.ThrowIfEmpty(query["component_access_token"], ApiErrors.TokenMissing);
        var code = LoginRequest.CodeOf(query);
        tokens.ThrowIfUnusable(query["component_access_token"]!, asCloudRun: false);
        return query["appid"] == EmulatorCredentials.AppId ? LoginReply.Of(codes.Redeem(code)) : throw ApiErrors.ComponentNotAuthorised();
    }
}

/// <summary>What both calls check of their queries.</summary>
internal static class LoginRequest
{
    /// <exception cref="ApiException">There is no code, or the grant is another.</exception>
    public static string CodeOf(QueryParameters query)
    {
        ThrowIfEmpty(query["js_code"], ApiErrors.LoginCodeMissing);
        return query["grant_type"] == "authorization_code" ? query["js_code"]! : throw ApiErrors.WrongGrantType();
    }

    public static void ThrowIfEmpty(string? value, Func<ApiException> error)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw error();
        }
    }
}

/// <summary>A login; a success has no errcode, as developers report.</summary>
internal sealed record LoginReply(
    [property: JsonPropertyName("openid")] string OpenId,
    string SessionKey,
    [property: JsonPropertyName("unionid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UnionId) : ApiReply
{
    private const int SessionKeyLength = 16;

    public static LoginReply Of(LoginCode code) => new(code.OpenId, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SessionKeyLength)), code.UnionId);
}

[JsonSerializable(typeof(LoginReply))]
internal sealed partial class LoginReplyJson : JsonSerializerContext;
