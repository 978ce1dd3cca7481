using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets the access token of a connection.</summary>
[Cmdlet(VerbsCommon.Get, "WxAccessToken")]
[OutputType(typeof(WxAccessToken), typeof(string))]
public sealed class GetWxAccessTokenCommand : ConnectedCommand
{
    /// <summary>Requests another token although the current one is valid.</summary>
    [Parameter]
    public SwitchParameter ForceRefresh { get; set; }

    /// <summary>Emits the token as a plain string.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    private protected override void End()
    {
        var connection = Connected;
        var token = Run(cancellationToken => GetAsync(connection.Engine.Tokens, cancellationToken)) ?? throw Error.NoToken();
        if (AsPlainText)
        {
            WriteObject(token.Value.Reveal());
            return;
        }

        WriteObject(new WxAccessToken
        {
            AppId = connection.AppId,
            Token = token.Value.ToSecureString(),
            ExpiresOn = token.ExpiresOn,
            Kind = token.Kind,
            Source = token.Source,
        });
    }

    private async Task<AccessToken?> GetAsync(ITokenSource tokens, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        return token is null || !ForceRefresh
            ? token
            : await tokens.RenewAsync(token, cancellationToken).ConfigureAwait(false) ?? throw Error.NoToken();
    }
}
