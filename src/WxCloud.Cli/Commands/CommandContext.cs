using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Display;
using WxCloud.Model;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands;

/// <summary>The connection, the terminal and the failed items of a running command.</summary>
internal sealed class CommandContext(WxCloudConnection connection, Terminal terminal)
{
    public Engine Engine => connection.Engine;

    public Terminal Terminal { get; } = terminal;

    /// <summary>How many items failed so far; the others went on.</summary>
    public int FailedItems { get; private set; }

    /// <exception cref="WxCloudException">No environment is set.</exception>
    public string RequireEnvironment() => connection.RequireEnvironment(environmentId: null);

    /// <summary>Writes each outcome as it comes, with progress below.</summary>
    /// <param name="meter">What the progress shows; <see langword="null"/> shows none.</param>
    /// <param name="outcomes">One outcome per item.</param>
    /// <param name="describe">The row of a result for people.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    public async Task ReportAsync<T>(
        TransferMeter? meter,
        IAsyncEnumerable<Outcome<string, T>> outcomes,
        Func<T, Row> describe,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var progress = ProgressDisplay.Show(Terminal, meter);
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            if (outcome.Error is { } error)
            {
                FailedItems++;
                Terminal.WriteError(error, outcome.Item);
            }
            else
            {
                Terminal.WriteResult(outcome.Value!, describe(outcome.Value!));
            }
        }
    }
}
