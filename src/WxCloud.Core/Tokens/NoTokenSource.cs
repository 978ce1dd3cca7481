using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;

namespace WxCloud.Tokens;

/// <summary>No token at all: inside a cloud container the platform adds it (开放接口服务).</summary>
internal sealed class NoTokenSource : ITokenSource
{
    public ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken) => default;

    public ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken) => default;

    public ValueTask<AccessToken?> ConfirmAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    public void Forget()
    {
    }

    public void Dispose()
    {
    }
}
