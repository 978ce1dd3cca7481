using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>A token that is managed elsewhere: when it is refused, only its owner can help.</summary>
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
