using System;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Tokens;

/// <summary>
/// Tokens that the service gives for AppID and AppSecret. One caller asks, the others wait and take what it got; a token is
/// renewed before it lapses.
/// </summary>
internal sealed class ExchangedTokenSource(TokenEndpoint endpoint, TimeProvider timeProvider) : ITokenSource
{
    /// <summary>
    /// In its last five minutes a stable token has a successor, and both work (the page of getStableAccessToken,
    /// developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken). One minute less, so that the service's
    /// clock need not be ours.
    /// </summary>
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private AccessToken? _token;

    public ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _token) is { } token && IsFresh(token) ? new(token) : new(ObtainAsync(refused: null, cancellationToken));

    public ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken) =>
        new(ObtainAsync(refused, cancellationToken));

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<AccessToken?> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is { } known && IsFresh(known) && !known.Value.Equals(refused?.Value))
            {
                return known;
            }

            var token = await endpoint.RequestAsync(forceRefresh: false, cancellationToken).ConfigureAwait(false);
            if (token.Value.Equals(refused?.Value))
            {
                token = await endpoint.RequestAsync(forceRefresh: true, cancellationToken).ConfigureAwait(false);
            }

            Volatile.Write(ref _token, token with { Source = WxTokenOrigin.Cache });
            return token;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private bool IsFresh(AccessToken token) => token.ExpiresOn - timeProvider.GetUtcNow() > s_renewBefore;
}
