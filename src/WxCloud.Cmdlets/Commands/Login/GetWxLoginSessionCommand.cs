using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Exchanges codes of wx.login for users' sessions.</summary>
[Cmdlet(VerbsCommon.Get, "WxLoginSession")]
[OutputType(typeof(WxLoginSession))]
public sealed class GetWxLoginSessionCommand : ConnectedCommand
{
    /// <summary>The codes that wx.login gave to the Mini Program.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Code { get; set; } = [];

    private protected override void Process()
    {
        var login = Connected.Engine.Login;
        foreach (var code in Code)
        {
            Attempt(code, async token =>
            {
                var session = await login.ExchangeAsync(code, token).ConfigureAwait(false);
                await Bridge.PostAsync(() => WriteObject(new WxLoginSession
                {
                    OpenId = session.OpenId,
                    UnionId = session.UnionId,
                    SessionKey = session.SessionKey.ToSecureString(),
                })).ConfigureAwait(false);
            });
        }
    }
}
