using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands.Environments;

/// <summary><c>wxcloud du</c>.</summary>
internal static class DuCommand
{
    public static Command Create()
    {
        var prefix = OptionRules.Text("--prefix", Texts.DuPrefix);
        var depth = new Option<int>("--depth") { Description = Texts.DuDepth, DefaultValueFactory = static _ => 1 }.Between(0, int.MaxValue);
        var command = new Command("du", Texts.Du) { prefix, depth };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var meter = new SearchMeter();
            await using var progress = SearchDisplay.Show(context.Terminal, meter);
            var rows = await context.Engine.Usage.MeasureAsync(context.RequireEnvironment(), parsed.GetValue(prefix) ?? string.Empty, parsed.GetValue(depth), meter, cancellationToken);
            context.Terminal.WriteResults(rows, UsageChart.Lines(rows, Terminal.Width));
        });
    }
}
