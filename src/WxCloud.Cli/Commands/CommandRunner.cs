using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Connection;
using WxCloud.Cli.Display;
using WxCloud.Errors;

namespace WxCloud.Cli.Commands;

/// <summary>Runs a command on a connection and turns its end into an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Adds the connection's and the output's options to a command, and sets its work.</summary>
    /// <param name="command">The command with its own options.</param>
    /// <param name="work">The work on a connection.</param>
    public static Command WithWork(this Command command, Func<ParseResult, CommandContext, CancellationToken, Task> work)
    {
        foreach (var option in ConnectionOptions.All)
        {
            command.Options.Add(option);
        }

        command.Options.Add(OutputOptions.Json);
        command.Options.Add(OutputOptions.Debug);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, work, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed,
        Func<ParseResult, CommandContext, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed.GetValue(OutputOptions.Json));
        try
        {
            await using var place = await ServiceLocation.FindAsync(parsed, cancellationToken);
            using var connection = new WxCloudConnection(place.Settings);
            using var listening = connection.Engine.Log.Listen(new LogDisplay(terminal, parsed.GetValue(OutputOptions.Debug)));
            var context = new CommandContext(connection, terminal);
            await work(parsed, context, cancellationToken);
            return context.FailedItems == 0 ? ExitCodes.Success : ExitCodes.ItemsFailed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.WriteNote("Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (WxCloudException e)
        {
            terminal.WriteError(e);
            return e.IsFatal ? ExitCodes.NoConnection : ExitCodes.ItemsFailed;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            terminal.WriteError(Error.Unexpected(e, item: null));
            return ExitCodes.ItemsFailed;
        }
    }
}
