using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Errors;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud token</c>.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var forceRefresh = OptionRules.Flag("--force-refresh", Texts.ForceRefresh);
        var asPlainText = OptionRules.Flag("--as-plain-text", Texts.AsPlainText);
        var command = new Command("token", Texts.Token) { forceRefresh, asPlainText };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            try
            {
                var token = await GetAsync(context.Engine.Tokens, parsed.GetValue(forceRefresh), cancellationToken);
                Write(token, parsed.GetValue(asPlainText), context.Terminal);
            }
            catch (WxCloudException e)
            {
                // Without a token no command is authorised, whatever the cause.
                context.FailConnection(e);
            }
        });
    }

    private static async Task<AccessToken> GetAsync(ITokenSource tokens, bool forceRefresh, CancellationToken cancellationToken)
    {
        var current = await tokens.GetAsync(cancellationToken) ?? throw Error.NoToken();
        return forceRefresh ? await tokens.RenewAsync(current, cancellationToken) ?? throw Error.NoToken() : current;
    }

    private static void Write(AccessToken token, bool asPlainText, Terminal terminal)
    {
        if (asPlainText)
        {
            Console.Out.WriteLine(token.Value.Reveal());
            return;
        }

        var expiresOn = token.ExpiresOn?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? Texts.ExpiryUnknown;
        terminal.WriteResult(
            new TokenReport(token.Kind.ToString(), token.Source.ToString(), token.ExpiresOn),
            _ => new(token.Kind.ToString(), Texts.TokenRow(token.Source, expiresOn)));
    }
}
