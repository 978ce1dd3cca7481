using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Tokens;

/// <summary>The two calls that exchange AppID and AppSecret for an access token.</summary>
internal sealed class TokenEndpoint(AppCredential credential, ApiEndpoint endpoint, RetryPolicy retry, TimeProvider timeProvider)
{
    private const string GrantType = "client_credential";

    /// <summary>"7200 or less", says the service; more than that is not believed.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(7200);

    /// <summary>The documentation asks to reserve 512 characters; tokens so far have had some 160.</summary>
    public const int LongestToken = 4096;

    public WxTokenKind Kind => credential.Mode == WxTokenMode.Stable ? WxTokenKind.Stable : WxTokenKind.Standard;

    /// <summary>Whether a text can be a token at all: something that a query can carry.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= LongestToken && text.All(static character => character is > ' ' and <= '~');

    /// <summary>Asks for a token.</summary>
    /// <param name="allowance">How often a new one was forced, which the record carries on.</param>
    /// <param name="forceRefresh">Whether the present token must not come back; only <c>stable_token</c> needs to be told,
    /// 20 times a day at most and 30 seconds apart.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WxCloudException">The service gave none.</exception>
    public async Task<TokenRecord> RequestAsync(RefreshAllowance allowance, bool forceRefresh, CancellationToken cancellationToken)
    {
        var asked = timeProvider.GetUtcNow();
        TokenReply reply;
        try
        {
            reply = await retry.RunAsync(token => new ValueTask<TokenReply>(AskAsync(forceRefresh, token)), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.RetryAdvice == RetryAdvice.RenewToken)
        {
            throw ServiceFailure.AtTokenCall(e);
        }

        var lifetime = reply.ExpiresIn < LongestLifetime.TotalSeconds ? TimeSpan.FromSeconds(reply.ExpiresIn) : LongestLifetime;
        return new(new(reply.AccessToken!), asked, asked + lifetime, allowance);
    }

    private async Task<TokenReply> AskAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        var (path, ask) = credential.Mode == WxTokenMode.Stable
            ? ("cgi-bin/stable_token", AskStableAsync(forceRefresh, cancellationToken))
            : ("cgi-bin/token", AskStandardAsync(cancellationToken));
        var reply = await ask.ConfigureAwait(false);
        return reply.AccessToken is null || !IsToken(reply.AccessToken) || reply.ExpiresIn <= 0
            ? throw Error.NotAnAnswer(path, "access_token")
            : reply;
    }

    private Task<TokenReply> AskStableAsync(bool forceRefresh, CancellationToken cancellationToken) =>
        endpoint.PostAsync(
            "cgi-bin/stable_token",
            query: null,
            new StableTokenRequest(GrantType, credential.AppId, credential.AppSecret.Reveal(), forceRefresh),
            TokenJson.Instance.StableTokenRequest,
            TokenJson.Instance.TokenReply,
            cancellationToken);

    private Task<TokenReply> AskStandardAsync(CancellationToken cancellationToken) =>
        endpoint.GetAsync(
            "cgi-bin/token",
            $"grant_type={GrantType}&appid={Uri.EscapeDataString(credential.AppId)}&secret={Uri.EscapeDataString(credential.AppSecret.Reveal())}",
            TokenJson.Instance.TokenReply,
            cancellationToken);
}

internal sealed record StableTokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("appid")] string AppId,
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("force_refresh")] bool ForceRefresh);

internal sealed record TokenReply(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

/// <summary>The bodies of the two token calls.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(StableTokenRequest))]
[JsonSerializable(typeof(TokenReply))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static TokenJson Instance { get; } = new(ApiJson.NewOptions());
}
