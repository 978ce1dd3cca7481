using WxCloud.Emulator.Api;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Tokens;

/// <summary><c>GET cgi-bin/token</c>: a new ordinary token by every call.</summary>
internal sealed class TokenCall(AppCheck appCheck, TokenLedger ledger) : IApiCall
{
    public string Path => "cgi-bin/token";

    public ApiTraits Traits => ApiTraits.None;

    public ApiReply Answer(ApiRequest request)
    {
        QueryParameters query = request.Target.Query;
        appCheck.Demand(request.Caller, query["grant_type"], query["appid"], query["secret"]);
        return TokenReply.Of(ledger.IssueOrdinary());
    }
}
