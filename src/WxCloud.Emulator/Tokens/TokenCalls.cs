using System.Text.Json.Serialization;
using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Tokens;

/// <summary><c>GET cgi-bin/token</c>: a new ordinary token for every call.</summary>
internal sealed class TokenCall(AppCredentialsCheck appCheck, TokenIssuer issuer) : IApiCall
{
    public string Path => "cgi-bin/token";

    public ApiTraits Traits => ApiTraits.None;

    // Seen on the real service: it ignores the query of a POST, and reports the first parameter as missing.
    public ApiException WrongMethod() => ApiErrors.AppIdMissing();

    public ApiReply Answer(ApiRequest request)
    {
        var query = request.Target.Query;
        appCheck.ThrowIfInvalid(request.Caller, query["grant_type"], query["appid"], query["secret"]);
        return TokenReply.Of(issuer.IssueOrdinary());
    }
}

/// <summary><c>POST cgi-bin/stable_token</c>: the same token for every caller until near its expiry.</summary>
internal sealed class StableTokenCall(AppCredentialsCheck appCheck, TokenIssuer issuer) : IApiCall
{
    public string Path => "cgi-bin/stable_token";

    public ApiTraits Traits => ApiTraits.Post;

    public ApiReply Answer(ApiRequest request)
    {
        var arguments = request.Arguments;
        appCheck.ThrowIfInvalid(request.Caller, arguments.OptionalText("grant_type"), arguments.OptionalText("appid"), arguments.OptionalText("secret"));
        return TokenReply.Of(issuer.IssueStable(arguments.OptionalFlag("force_refresh")));
    }
}

/// <summary>A token and its remaining lifetime in seconds; successes of the token endpoints have no errcode.</summary>
internal sealed record TokenReply(string AccessToken, long ExpiresIn) : ApiReply
{
    public static TokenReply Of(TokenGrant grant) => new(grant.Text, grant.ExpiresIn);
}

[JsonSerializable(typeof(TokenReply))]
internal sealed partial class TokenReplyJson : JsonSerializerContext;
