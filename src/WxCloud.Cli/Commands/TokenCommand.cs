using System;
using System.CommandLine;
using System.Globalization;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud token</c>.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var forceRefresh = new Option<bool>("--force-refresh") { Description = "Get another token than the present one; the service allows this 20 times a day." };
        var asPlainText = new Option<bool>("--as-plain-text") { Description = "Print the token itself." };
        var command = new Command("token", "Shows the access token of the connection, or when it lapses.") { forceRefresh, asPlainText };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(
            parsed,
            async (services, context, token) =>
            {
                var current = await services.Tokens.GetAsync(token) ?? throw Errors.NoToken();
                if (parsed.GetValue(forceRefresh))
                {
                    current = await services.Tokens.RenewAsync(current, token) ?? throw Errors.NoToken();
                }

                if (parsed.GetValue(asPlainText))
                {
                    await Console.Out.WriteLineAsync(current.Value.Reveal());
                    return;
                }

                var expiresOn = current.ExpiresOn?.ToLocalTime().ToString("u", CultureInfo.InvariantCulture) ?? "unknown";
                context.Terminal.WriteResult(
                    new TokenReport(current.Kind.ToString(), current.Source.ToString(), current.ExpiresOn),
                    new(current.Kind.ToString(), $"from {current.Source}, lapses {expiresOn}"));
            },
            cancellationToken));
        return command.WithConnection();
    }
}

/// <summary>What is told of a token that is not shown.</summary>
internal sealed record TokenReport(string Kind, string Source, DateTimeOffset? ExpiresOn);
