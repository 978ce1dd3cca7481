using System;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Api;

/// <summary>Where the access token of a connection comes from.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>A token that should be accepted; <see langword="null"/> when calls have none.</summary>
    ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Another token than the one that was refused; <see langword="null"/> when there is no other. Callers that were refused
    /// with the same token at the same time share one renewal.
    /// </summary>
    ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken);

    /// <summary>
    /// A token newly requested from the service, where that does not affect other users of the AppID; otherwise the same as
    /// <see cref="GetAsync"/>. For tests of a connection, which must not be content with what is remembered.
    /// </summary>
    ValueTask<AccessToken?> ConfirmAsync(CancellationToken cancellationToken);

    /// <summary>Throws away what is remembered, here and in the cache that processes share.</summary>
    void Forget();
}
