using System;
using System.CommandLine;
using System.Globalization;
using WxCloud.Cli.Display;
using WxCloud.Cli.Parsing;
using WxCloud.Errors;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud token</c>.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var forceRefresh = OptionRules.Flag("--force-refresh", "Get a new token in place of the present one; the service allows this 20 times a day.");
        var asPlainText = OptionRules.Flag("--as-plain-text", "Print the token itself.");
        var command = new Command("token", "Shows when the connection's access token expires, or the token itself.") { forceRefresh, asPlainText };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var tokens = context.Engine.Tokens;
            var current = await tokens.GetAsync(cancellationToken) ?? throw Error.NoToken();
            if (parsed.GetValue(forceRefresh))
            {
                current = await tokens.RenewAsync(current, cancellationToken) ?? throw Error.NoToken();
            }

            if (parsed.GetValue(asPlainText))
            {
                await Console.Out.WriteLineAsync(current.Value.Reveal());
                return;
            }

            var expiresOn = current.ExpiresOn?.ToLocalTime().ToString("u", CultureInfo.InvariantCulture) ?? "unknown";
            context.Terminal.WriteResult(
                new TokenReport(current.Kind.ToString(), current.Source.ToString(), current.ExpiresOn),
                new(current.Kind.ToString(), $"from {current.Source}, expires {expiresOn}"));
        });
    }
}
