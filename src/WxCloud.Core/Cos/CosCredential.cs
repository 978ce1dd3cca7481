using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Secrets;

namespace WxCloud.Cos;

/// <summary>Keys for the COS object API.</summary>
/// <param name="SecretId">The id half, which is no secret.</param>
/// <param name="SecretKey">The secret half.</param>
/// <param name="SessionToken">The token of temporary keys; <see langword="null"/> with permanent ones.</param>
internal sealed record CosCredential(string SecretId, Secret SecretKey, Secret? SessionToken)
{
    /// <summary>When temporary keys expire; <see langword="null"/> when that is not known, as with given keys.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Where the keys come from.</summary>
    public CosCredentialOrigin Origin { get; init; }
}

/// <summary>Where COS keys come from.</summary>
internal enum CosCredentialOrigin
{
    /// <summary>Given by the user.</summary>
    Given,

    /// <summary>From the cloud container (<c>/_/cos/getauth</c>).</summary>
    Container,

    /// <summary>From the service (<c>tcb/getqcloudtoken</c>); they are not documented to work with COS.</summary>
    Service,
}

/// <summary>A source of COS keys, and of new ones when those are refused.</summary>
internal interface ICosCredentialSource
{
    /// <summary>Whether the keys are meant for objects, so that they are used without a trial.</summary>
    bool IsForObjects { get; }

    /// <summary>Keys that should be accepted for some minutes.</summary>
    /// <exception cref="WxCloudException">There are no keys.</exception>
    ValueTask<CosCredential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Other keys than these, which were refused; <see langword="null"/> when there are no others.</summary>
    ValueTask<CosCredential?> RenewAsync(CosCredential refused, CancellationToken cancellationToken);
}

/// <summary>Keys that the user gave.</summary>
internal sealed class GivenKeys(CosCredential credential) : ICosCredentialSource
{
    public bool IsForObjects => true;

    public ValueTask<CosCredential> GetAsync(CancellationToken cancellationToken) => new(credential);

    public ValueTask<CosCredential?> RenewAsync(CosCredential refused, CancellationToken cancellationToken) => default;
}
