using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Display;
using WxCloud.Cli.Hosting;
using WxCloud.Connections;
using WxCloud.Transfers;

namespace WxCloud.Cli.Commands;

/// <summary>Runs a command on a connection and turns what came of it into output and an exit code.</summary>
internal static class CommandRunner
{
    /// <param name="parsed">The command line.</param>
    /// <param name="work">The work; it says how many items failed.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        Func<ConnectionServices, CommandContext, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed.GetValue(ConnectionOptions.Json));
        try
        {
            await using var place = await ServiceLocation.FindAsync(parsed, cancellationToken);
            using var connection = new WxCloudConnection(place.Settings);
            using var listening = connection.Services.Log.Listen(new LogDisplay(terminal, parsed.GetValue(ConnectionOptions.Debug)));
            var context = new CommandContext(parsed, connection, terminal);
            await work(connection.Services, context, cancellationToken);
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
            return e.EndsEverything ? ExitCodes.NoConnection : ExitCodes.ItemsFailed;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            terminal.WriteError(Errors.Unexpected(e, item: null));
            return ExitCodes.ItemsFailed;
        }
    }

    /// <summary>Writes each outcome as it comes, with progress beside it.</summary>
    public static async Task ReportAsync<T>(
        CommandContext context,
        TransferMeter? meter,
        IAsyncEnumerable<Outcome<string, T>> outcomes,
        Func<T, Row> describe,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var progress = ProgressDisplay.Show(context.Terminal, meter);
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            if (outcome.Error is { } error)
            {
                context.FailedItems++;
                context.Terminal.WriteError(error, outcome.Item);
            }
            else
            {
                context.Terminal.WriteResult(outcome.Value!, describe(outcome.Value!));
            }
        }
    }
}
