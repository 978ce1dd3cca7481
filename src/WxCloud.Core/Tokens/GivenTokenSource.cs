using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>A token that is managed elsewhere; it cannot be renewed here.</summary>
internal sealed class GivenTokenSource(Secret token) : ITokenSource
{
    private readonly AccessToken _token = new(token, ExpiresOn: null, WxTokenKind.Given, WxTokenOrigin.Parameter);

    public ValueTask<AccessToken?> GetAsync(CancellationToken cancellationToken) => new(_token);

    public ValueTask<AccessToken?> RenewAsync(AccessToken refused, CancellationToken cancellationToken) => default;

    public ValueTask<AccessToken?> ConfirmAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    public void Forget()
    {
    }

    public void Dispose()
    {
    }
}

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
