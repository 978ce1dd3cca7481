using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>
/// Tokens that the service gives for AppID and AppSecret. In this process and, through the file, in all processes of the
/// user, one caller requests a token and the others wait for it; a token is renewed before it expires.
/// </summary>
/// <param name="endpoint">The calls of the service.</param>
/// <param name="file">The file shared with other processes; <see langword="null"/> to keep everything in memory.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ExchangedTokenSource(TokenEndpoint endpoint, TokenFile? file, TimeProvider timeProvider) : ITokenSource
{
    private readonly SingleFlight _flight = new(file?.Shared, timeProvider);
    private TokenRecord? _known;

    public ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _known) is { } known && IsUsable(known, refused: null)
            ? new(Answer(known, WxTokenOrigin.Cache))
            : new(ObtainAsync(refused: null, cancellationToken));

    public ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken) =>
        new(ObtainAsync(refused.Value, cancellationToken));

    public async ValueTask<AccessToken?> ConfirmAsync(CancellationToken cancellationToken)
    {
        // Asking for an ordinary token would replace the one that others use.
        if (endpoint.Kind == WxTokenKind.Standard)
        {
            return await GetAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _flight.RunAsync(
            token =>
            {
                // Not for the token: for how often one was forced.
                Find(refused: null);
                return RequestAsync(refused: null, token);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public void Forget()
    {
        Volatile.Write(ref _known, null);
        file?.Delete();
    }

    public void Dispose() => _flight.Dispose();

    private Task<AccessToken?> ObtainAsync(Secret? refused, CancellationToken cancellationToken) =>
        _flight.GetAsync(() => Find(refused), token => RequestAsync(refused, token), cancellationToken);

    /// <summary>A usable token that this process or another one has.</summary>
    private AccessToken? Find(Secret? refused)
    {
        if (_known is { } known && IsUsable(known, refused))
        {
            return Answer(known, WxTokenOrigin.Cache);
        }

        if (file?.Read() is { } shared)
        {
            Volatile.Write(ref _known, shared);
        }

        return _known is { } newer && IsUsable(newer, refused) ? Answer(newer, WxTokenOrigin.Cache) : null;
    }

    private async Task<AccessToken?> RequestAsync(Secret? refused, CancellationToken cancellationToken)
    {
        var allowance = _known?.Allowance ?? RefreshAllowance.Unused;
        var record = await endpoint.RequestAsync(allowance, forceRefresh: false, cancellationToken).ConfigureAwait(false);
        if (record.Value!.Equals(refused) && endpoint.Kind == WxTokenKind.Stable)
        {
            // Counted before the request, so that it counts even after a crash.
            allowance = allowance.Use(timeProvider.GetUtcNow());
            Keep(record with { Value = null, Allowance = allowance });
            record = await endpoint.RequestAsync(allowance, forceRefresh: true, cancellationToken).ConfigureAwait(false);
        }

        if (record.Value!.Equals(refused))
        {
            return null;
        }

        Keep(record);
        return Answer(record, WxTokenOrigin.Service);
    }

    private void Keep(TokenRecord record)
    {
        Volatile.Write(ref _known, record);
        file?.Write(record);
    }

    private bool IsUsable(TokenRecord record, Secret? refused) =>
        record.IsFresh(timeProvider.GetUtcNow()) && !record.Value!.Equals(refused);

    private AccessToken Answer(TokenRecord record, WxTokenOrigin origin) => new(record.Value!, record.ExpiresOn, endpoint.Kind, origin);
}
