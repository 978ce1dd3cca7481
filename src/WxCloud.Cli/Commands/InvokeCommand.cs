using System;
using System.CommandLine;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud invoke</c>: prints what a cloud function returns, as it returned it.</summary>
internal static class InvokeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("function") { Description = Texts.FunctionArgument };
        var data = new Argument<string?>("event") { Description = Texts.EventArgument, Arity = ArgumentArity.ZeroOrOne };
        var delay = new Option<int>("--delay") { Description = Texts.Delay }.Between(6, 30 * 86400);
        var retryOnTimeout = OptionRules.Flag("--retry-on-timeout", Texts.RetryOnTimeout);
        var command = new Command("invoke", Texts.Invoke) { name, data, delay, retryOnTimeout };
        command.Exclude(delay, retryOnTimeout);
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var (environmentId, function) = (context.RequireEnvironment(), parsed.GetRequiredValue(name));
            var json = parsed.GetValue(data) ?? "{}";
            if (parsed.GetValue(delay) is var seconds and > 0)
            {
                await context.AttemptAsync(function, Texts.Scheduled, () => context.Engine.Functions.DelayAsync(environmentId, function, json, TimeSpan.FromSeconds(seconds), cancellationToken));
                return;
            }

            var text = await context.Engine.Functions.InvokeAsync(environmentId, function, json, parsed.GetValue(retryOnTimeout), cancellationToken);
            context.Terminal.WriteText(text ?? "null");
        });
    }
}
