using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>The two calls that exchange AppID and AppSecret for an access token.</summary>
internal sealed class TokenEndpoint(AppCredential credential, ApiEndpoint endpoint, RetryPolicy retry, TimeProvider timeProvider)
{
    private const string GrantType = "client_credential";

    /// <summary>The service documents "7200 or less"; a longer lifetime is reduced to this one.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(7200);

    /// <summary>The documentation recommends to reserve 512 characters; tokens have had some 160 so far.</summary>
    public const int MaxTokenLength = 4096;

    public WxTokenKind Kind => credential.Mode == WxTokenMode.Stable ? WxTokenKind.Stable : WxTokenKind.Standard;

    /// <summary>Whether a text can be a token: printable ASCII of limited length.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= MaxTokenLength && text.All(static character => character is > ' ' and <= '~');

    /// <summary>Requests a token.</summary>
    /// <param name="allowance">The forced refreshes so far, which are copied to the record.</param>
    /// <param name="forceRefresh">Whether to force a token other than the current one; <c>stable_token</c> allows it
    /// 20 times a day and 30 seconds apart.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="WxCloudException">The service returned no token.</exception>
    public async Task<TokenRecord> RequestAsync(RefreshAllowance allowance, bool forceRefresh, CancellationToken cancellationToken)
    {
        var requestedOn = timeProvider.GetUtcNow();
        TokenReply reply;
        try
        {
            reply = await retry.RunAsync(token => new ValueTask<TokenReply>(RequestAsync(forceRefresh, token)), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e)
        {
            // No other item would get one either; each would repeat the call and use up its quota.
            throw ServiceFailure.AtTokenCall(e).ForEveryItem();
        }

        var lifetime = reply.ExpiresIn < MaxLifetime.TotalSeconds ? TimeSpan.FromSeconds(reply.ExpiresIn) : MaxLifetime;
        return new(new(reply.AccessToken!), requestedOn, requestedOn + lifetime, allowance);
    }

    private async Task<TokenReply> RequestAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        var (path, call) = credential.Mode == WxTokenMode.Stable
            ? ("cgi-bin/stable_token", CallStableAsync(forceRefresh, cancellationToken))
            : ("cgi-bin/token", CallStandardAsync(cancellationToken));
        var reply = await call.ConfigureAwait(false);
        return reply.AccessToken is null || !IsToken(reply.AccessToken) || reply.ExpiresIn <= 0
            ? throw Error.NotAnAnswer(path, "access_token")
            : reply;
    }

    private Task<TokenReply> CallStableAsync(bool forceRefresh, CancellationToken cancellationToken) =>
        endpoint.PostAsync(
            "cgi-bin/stable_token",
            query: null,
            new StableTokenRequest(GrantType, credential.AppId, credential.AppSecret.Reveal(), forceRefresh),
            TokenJson.Instance.StableTokenRequest,
            TokenJson.Instance.TokenReply,
            cancellationToken);

    private Task<TokenReply> CallStandardAsync(CancellationToken cancellationToken) =>
        endpoint.GetAsync(
            "cgi-bin/token",
            $"grant_type={GrantType}&appid={Uri.EscapeDataString(credential.AppId)}&secret={Uri.EscapeDataString(credential.AppSecret.Reveal())}",
            TokenJson.Instance.TokenReply,
            cancellationToken);
}

/// <summary>The credential that is exchanged for access tokens.</summary>
/// <param name="AppId">The AppID.</param>
/// <param name="AppSecret">Its AppSecret.</param>
/// <param name="Mode">Which of the two token calls is used.</param>
internal sealed record AppCredential(string AppId, Secret AppSecret, WxTokenMode Mode);

internal sealed record StableTokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("appid")] string AppId,
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("force_refresh")] bool ForceRefresh);

internal sealed record TokenReply(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

/// <summary>The bodies of the two token calls.</summary>
[JsonSerializable(typeof(StableTokenRequest))]
[JsonSerializable(typeof(TokenReply))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static TokenJson Instance { get; } = new(ApiJson.NewOptions());
}
