using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;

namespace WxCloud.Storage.Buckets;

/// <summary>Keys that the user gave.</summary>
internal sealed class GivenKeys(CosCredential credential) : ICosCredentialSource
{
    public bool IsForObjects => true;

    public ValueTask<CosCredential> GetAsync(CancellationToken cancellationToken) => new(credential);

    public ValueTask<CosCredential?> RenewAsync(CosCredential refused, CancellationToken cancellationToken) => default;
}
