using System;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Commands;

namespace WxCloud.Cli;

/// <summary>The <c>wxcloud</c> command: its subcommands, and what comes of running one.</summary>
internal static class CommandLine
{
    public static RootCommand Create() =>
        new("Administers the cloud side of WeChat Mini Programs: cloud storage through the server-side HTTP API.")
        {
            UploadCommand.Create(),
            DownloadCommand.Create(),
            UrlCommand.Create(),
            DeleteCommand.Create(),
            TokenCommand.Create(),
            EmulatorCommand.Create(),
            CompletionCommand.Create(),
        };

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(arguments);

        // A line that is being completed is not complete yet.
        if (parsed.Errors.Count == 0 || IsCompletion(parsed))
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, cancellationToken);
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync($"wxcloud: {error.Message}");
        }

        await Console.Error.WriteLineAsync($"Try: wxcloud {parsed.CommandResult.Command.Name} --help".Replace("wxcloud wxcloud", "wxcloud", StringComparison.Ordinal));
        return ExitCodes.WrongUsage;
    }

    private static bool IsCompletion(ParseResult parsed) =>
        parsed.RootCommandResult.Command is RootCommand root && root.Directives.OfType<SuggestDirective>().Any(directive => parsed.GetResult(directive) is not null);
}
