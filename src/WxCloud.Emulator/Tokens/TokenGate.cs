using WxCloud.Emulator.Api;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Tokens;

/// <summary>Lets a call of the JSON API pass only with a token that works, in the parameter of its kind.</summary>
internal sealed class TokenGate(TokenLedger ledger)
{
    /// <exception cref="ApiException">There is no token that works.</exception>
    public void Demand(QueryParameters query)
    {
        if (query["access_token"] is { Length: > 0 } token)
        {
            ledger.Demand(token, asCloudRun: false);
        }
        else if (query["cloudbase_access_token"] is { Length: > 0 } cloudRunToken)
        {
            ledger.Demand(cloudRunToken, asCloudRun: true);
        }
        else
        {
            throw ApiErrors.TokenMissing();
        }
    }
}
