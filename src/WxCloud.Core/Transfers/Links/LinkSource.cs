using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Transfers.Links;

/// <summary>The link of one file, renewed before it expires and once when it is refused.</summary>
internal sealed class LinkSource(ILinkProvider links, FileLink first, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The lifetime of links for the engine's own use; the official SDK requests the same.</summary>
    public const int LifetimeSeconds = 600;

    /// <summary>A link that expires this soon is not begun with.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private FileLink _link = first;

    /// <summary>Runs a request on the link.</summary>
    /// <exception cref="WxCloudException">The request failed, or was refused with a fresh link as well.</exception>
    public async Task<T> UseAsync<T>(FileId fileId, Func<Uri, Task<T>> request, CancellationToken cancellationToken)
    {
        var link = await GetAsync(fileId, refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await request(link.Address).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (links.CanReplace(e))
        {
            var renewed = await GetAsync(fileId, refused: link, cancellationToken).ConfigureAwait(false);
            try
            {
                return await request(renewed.Address).ConfigureAwait(false);
            }
            catch (WxCloudException again) when (again.RetryAdvice == RetryAdvice.RenewTicket)
            {
                // It was not the link.
                throw again.WithoutRetry();
            }
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private ValueTask<FileLink> GetAsync(FileId fileId, FileLink? refused, CancellationToken cancellationToken) =>
        IsGood(_link, refused) ? new(_link) : new(RenewAsync(fileId, refused, cancellationToken));

    private async Task<FileLink> RenewAsync(FileId fileId, FileLink? refused, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsGood(_link, refused))
            {
                var fresh = refused is null
                    ? (await links.GetAsync([fileId], cancellationToken).ConfigureAwait(false))[0]
                    : await links.ReplaceAsync(fileId, cancellationToken).ConfigureAwait(false);
                _link = fresh.Require();
            }

            return _link;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private bool IsGood(FileLink link, FileLink? refused) =>
        link != refused && !(link.ExpiresOn - timeProvider.GetUtcNow() < s_reserve);
}
