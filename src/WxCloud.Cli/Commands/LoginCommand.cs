using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud login</c>: exchanges a code of <c>wx.login</c>.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var code = new Argument<string>("code") { Description = Texts.CodeArgument };
        var asPlainText = OptionRules.Flag("--as-plain-text", Texts.SessionKeyAsPlainText);
        var command = new Command("login", Texts.Login) { code, asPlainText };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var session = await context.Engine.Login.ExchangeAsync(parsed.GetRequiredValue(code), cancellationToken);
            var key = parsed.GetValue(asPlainText) ? session.SessionKey.Reveal() : null;
            context.Terminal.WriteResult(new LoginReport(session.OpenId, session.UnionId, key), _ => new Row(Label: null, key is null ? session.OpenId : $"{session.OpenId} {key}"));
        });
    }
}
