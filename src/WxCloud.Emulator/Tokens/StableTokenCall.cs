using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Tokens;

/// <summary><c>POST cgi-bin/stable_token</c>: the same token for everybody until near its end.</summary>
internal sealed class StableTokenCall(AppCheck appCheck, TokenLedger ledger) : IApiCall
{
    public string Path => "cgi-bin/stable_token";

    public ApiTraits Traits => ApiTraits.Post;

    public ApiReply Answer(ApiRequest request)
    {
        ApiArguments arguments = request.Arguments;
        appCheck.Demand(request.Caller, arguments.OptionalText("grant_type"), arguments.OptionalText("appid"), arguments.OptionalText("secret"));
        return TokenReply.Of(ledger.IssueStable(arguments.OptionalFlag("force_refresh")));
    }
}
