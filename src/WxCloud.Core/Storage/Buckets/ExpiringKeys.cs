using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Tokens;

namespace WxCloud.Storage.Buckets;

/// <summary>Temporary keys: one caller requests them while the others wait, and they are renewed before they expire.</summary>
/// <param name="request">Requests new keys.</param>
/// <param name="isForObjects">Whether the platform promises that they may work on objects.</param>
/// <param name="cache">The keys that the processes of the user share; <see langword="null"/> to keep keys in memory.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ExpiringKeys(Func<CancellationToken, Task<CosCredential>> request, bool isForObjects, StorageKeyFile? cache, TimeProvider timeProvider)
    : ICosCredentialSource, IDisposable
{
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(5);

    /// <summary>After a refusal no keys are requested for this time, so that not every file causes a call.</summary>
    private static readonly TimeSpan s_refusalAge = TimeSpan.FromMinutes(10);

    private readonly SingleFlight _flight = new(cache?.Shared, timeProvider);
    private CosCredential? _known;
    private WxCloudException? _refusal;
    private DateTimeOffset _refusedUntil;

    public bool IsForObjects => isForObjects;

    public async ValueTask<CosCredential> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _known) is { } known && IsUsable(known, refused: null)
            ? known
            : await ObtainAsync(refused: null, cancellationToken).ConfigureAwait(false) ?? throw Error.KeysMissing(cause: null);

    public async ValueTask<CosCredential?> RenewAsync(CosCredential refused, CancellationToken cancellationToken) =>
        await ObtainAsync(refused, cancellationToken).ConfigureAwait(false);

    public void Dispose() => _flight.Dispose();

    private Task<CosCredential?> ObtainAsync(CosCredential? refused, CancellationToken cancellationToken) =>
        _flight.GetAsync(() => Find(refused), token => RequestAsync(refused, token), cancellationToken);

    private CosCredential? Find(CosCredential? refused)
    {
        if (_known is { } known && IsUsable(known, refused))
        {
            return known;
        }

        return cache?.Read() is { } shared && IsUsable(shared, refused) ? _known = shared : null;
    }

    private async Task<CosCredential?> RequestAsync(CosCredential? refused, CancellationToken cancellationToken)
    {
        var fresh = await RequestUnlessRefusedAsync(cancellationToken).ConfigureAwait(false);
        if (refused is not null && IsSame(fresh, refused))
        {
            return null;
        }

        _known = fresh;
        cache?.Write(fresh);
        return fresh;
    }

    private async Task<CosCredential> RequestUnlessRefusedAsync(CancellationToken cancellationToken)
    {
        if (_refusal is { } before && timeProvider.GetUtcNow() < _refusedUntil)
        {
            throw Error.KeysMissing(before);
        }

        try
        {
            return await request(cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.Errcode is not null && !e.IsFatal)
        {
            _refusal = e;
            _refusedUntil = timeProvider.GetUtcNow() + s_refusalAge;
            throw Error.KeysMissing(e);
        }
    }

    private bool IsUsable(CosCredential credential, CosCredential? refused) =>
        (credential.ExpiresOn is not { } expiresOn || expiresOn - timeProvider.GetUtcNow() > s_renewBefore)
        && (refused is null || !IsSame(credential, refused));

    private static bool IsSame(CosCredential one, CosCredential other) => one.SecretId == other.SecretId && one.SecretKey.Equals(other.SecretKey);
}
