using WxCloud.Emulator.Api;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Tokens;

/// <summary>Accepts a call of the JSON API only with a valid token, in the parameter of its kind.</summary>
/// <param name="issuer">Issues and verifies the tokens.</param>
/// <param name="addsToken">Whether a call without one passes, as in a cloud container, whose platform adds it.</param>
internal sealed class TokenGate(TokenIssuer issuer, bool addsToken) : ITokenGate
{
    /// <exception cref="ApiException">There is no valid token.</exception>
    public void ThrowIfUnusable(QueryParameters query)
    {
        if (query["access_token"] is { Length: > 0 } token)
        {
            issuer.ThrowIfUnusable(token, asCloudRun: false);
        }
        else if (query["cloudbase_access_token"] is { Length: > 0 } cloudRunToken)
        {
            issuer.ThrowIfUnusable(cloudRunToken, asCloudRun: true);
        }
        else if (!addsToken)
        {
            throw ApiErrors.TokenMissing();
        }
    }
}
