using System;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Login;

/// <summary><c>GET sns/jscode2session</c> (wechat-auth.md, section 9). A session key is new with every login.</summary>
internal sealed class LoginCall(LoginCodes codes) : IApiCall
{
    private const int SessionKeyLength = 16;

    public string Path => "sns/jscode2session";

    public ApiTraits Traits => ApiTraits.None;

    public ApiReply Answer(ApiRequest request)
    {
        var query = request.Target.Query;
        AppCredentialsCheck.ThrowIfAbsent(query["appid"], query["secret"]);
        var code = query["js_code"] is { Length: > 0 } text ? text : throw ApiErrors.LoginCodeMissing();
        if (query["grant_type"] != "authorization_code")
        {
            throw ApiErrors.WrongGrantType();
        }

        AppCredentialsCheck.ThrowIfWrong(query["appid"], query["secret"]);
        var login = codes.Redeem(code);
        return new LoginReply(login.OpenId, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SessionKeyLength)), login.UnionId);
    }
}

/// <summary>A login; a success has no errcode, as developers report.</summary>
internal sealed record LoginReply(
    [property: JsonPropertyName("openid")] string OpenId,
    string SessionKey,
    [property: JsonPropertyName("unionid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UnionId) : ApiReply;

[JsonSerializable(typeof(LoginReply))]
internal sealed partial class LoginReplyJson : JsonSerializerContext;
