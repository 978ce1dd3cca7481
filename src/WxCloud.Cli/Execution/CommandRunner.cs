using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Connection;
using WxCloud.Cli.Display;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;
using WxCloud.Errors;

namespace WxCloud.Cli.Execution;

/// <summary>Runs a command on a connection and turns its end into an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>How long an interrupted command has to close its sockets. A call of the system that cannot be cancelled, such as
    /// opening a pipe that has no writer, is left behind after it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(700);

    /// <summary>Adds the connection's and the output's options to a command, and sets its work.</summary>
    /// <param name="command">The command with its own options.</param>
    /// <param name="work">The work on a connection.</param>
    /// <param name="offline">Work that needs no connection, and its exit code; <see langword="null"/> when there is none, as in most commands.</param>
    public static Command WithWork(
        this Command command,
        Func<ParseResult, CommandContext, CancellationToken, Task> work,
        Func<ParseResult, Terminal, CancellationToken, Task<int?>>? offline = null)
    {
        foreach (var option in ConnectionOptions.All)
        {
            command.Options.Add(option);
        }

        command.Options.Add(OutputOptions.Json);
        command.Options.Add(OutputOptions.Debug);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, work, offline, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed,
        Func<ParseResult, CommandContext, CancellationToken, Task> work,
        Func<ParseResult, Terminal, CancellationToken, Task<int?>>? offline,
        CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed.GetValue(OutputOptions.Json));
        var running = Task.Run(() => RunToEndAsync(parsed, terminal, work, offline, cancellationToken), CancellationToken.None);
        await Task.WhenAny(running, EndOfGraceAsync(cancellationToken));
        if (!cancellationToken.IsCancellationRequested || (running.IsCompleted && await running != ExitCodes.Interrupted))
        {
            return await running;
        }

        terminal.ShowCursor();
        terminal.WriteNote(Texts.Stopped);
        return ExitCodes.Interrupted;
    }

    private static async Task<int> RunToEndAsync(
        ParseResult parsed,
        Terminal terminal,
        Func<ParseResult, CommandContext, CancellationToken, Task> work,
        Func<ParseResult, Terminal, CancellationToken, Task<int?>>? offline,
        CancellationToken cancellationToken)
    {
        try
        {
            if (offline is not null && await offline(parsed, terminal, cancellationToken) is { } exitCode)
            {
                return exitCode;
            }

            await using var location = await ServiceLocation.FindAsync(parsed, cancellationToken);
            using var connection = new WxCloudConnection(location.Settings);
            using var listening = connection.Engine.Log.Listen(new LogDisplay(terminal, parsed.GetValue(OutputOptions.Debug)));
            var context = new CommandContext(connection, terminal);
            await work(parsed, context, cancellationToken);
            return context.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (WxCloudException e)
        {
            terminal.WriteError(e);
            return e.IsFatal ? ExitCodes.NoConnection : ExitCodes.ItemsFailed;
        }
        catch (InputUnavailableException e)
        {
            terminal.WriteError(ErrorReport.Of("WxCloud.Input.Unavailable", e.Message));
            return ExitCodes.WrongUsage;
        }
        catch (OutputUnavailableException e)
        {
            terminal.WriteError(ErrorReport.Of("WxCloud.Output.Unavailable", e.Message));
            return ExitCodes.ItemsFailed;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            terminal.WriteError(Error.Unexpected(e, item: null));
            return ExitCodes.ItemsFailed;
        }
    }

    /// <summary>Ends when a command that was interrupted has had its time.</summary>
    private static async Task EndOfGraceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(s_grace, CancellationToken.None);
    }
}
