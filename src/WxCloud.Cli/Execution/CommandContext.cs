using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Display;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Model;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Execution;

/// <summary>The connection, the terminal and the failed items of a running command.</summary>
internal sealed class CommandContext(WxCloudConnection connection, Terminal terminal)
{
    private int _failedItems;
    private bool _isDisconnected;

    public Engine Engine => connection.Engine;

    public Terminal Terminal { get; } = terminal;

    /// <summary>The exit code after the work.</summary>
    public int ExitCode => _isDisconnected ? ExitCodes.NoConnection : _failedItems > 0 ? ExitCodes.ItemsFailed : ExitCodes.Success;

    /// <exception cref="WxCloudException">No environment is set.</exception>
    public string RequireEnvironment() => connection.RequireEnvironment(environmentId: null);

    /// <summary>Reports any error as one of the connection.</summary>
    public void FailConnection(WxCloudException error)
    {
        _isDisconnected = true;
        Terminal.WriteError(error);
    }

    /// <summary>The fileIDs of the arguments and of standard input. A line without one counts as a failed item.</summary>
    public IAsyncEnumerable<string> ReadFileIdsAsync(string[] arguments, CancellationToken cancellationToken) =>
        FileIdArguments.ReadAsync(
            arguments,
            line =>
            {
                Interlocked.Increment(ref _failedItems);
                Terminal.WriteError(ErrorReport.Of("WxCloud.Input.LineUnreadable", Texts.LineUnreadable(line), line));
            },
            cancellationToken);

    /// <summary>Counts transfers for the progress; <see langword="null"/> where none is shown.</summary>
    public TransferMeter? CreateMeter() => Terminal.Screen is null ? null : new();

    /// <summary>Runs a step for an item; its failure is reported, and the other items are processed.</summary>
    /// <returns>What the step returned; false after a failure.</returns>
    public async ValueTask<bool> TryAsync(string item, Func<ValueTask<bool>> step)
    {
        try
        {
            return await step();
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            Interlocked.Increment(ref _failedItems);
            Terminal.WriteError(e, item);
            return false;
        }
    }

    /// <summary>Writes the result of one item, or its error.</summary>
    public void Report<T>(Outcome<string, T> outcome, Action<T> write)
    {
        if (outcome.Error is { } error)
        {
            Interlocked.Increment(ref _failedItems);
            Terminal.WriteError(error, outcome.Item);
        }
        else
        {
            write(outcome.Value!);
        }
    }

    /// <summary>Writes how a job ended. Documents that did not come through count as a failed item.</summary>
    public void Report(WxCloudMigration job)
    {
        Terminal.WriteResult(job, static job => new(job.Status, Texts.MigrationRow(job.JobId, job.Succeeded, job.Failed)));
        if (job.Failed > 0)
        {
            Interlocked.Increment(ref _failedItems);
            Terminal.WriteError(ErrorReport.Of("WxCloud.Database.DocumentsFailed", Texts.DocumentsFailed(job.Failed, job.Message ?? string.Empty), job.Collection));
        }
    }

    /// <summary>Runs the work on one item, and writes that it is done, or its error.</summary>
    public async Task AttemptAsync(string item, string done, Func<Task> work)
    {
        try
        {
            await work();
            Terminal.WriteResult(new NameReport(item), _ => new(done, item));
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            Interlocked.Increment(ref _failedItems);
            Terminal.WriteError(e.For(item), item);
        }
    }

    /// <summary>Writes each outcome as it comes, with progress below.</summary>
    /// <param name="meter">What the progress shows; <see langword="null"/> shows none.</param>
    /// <param name="outcomes">One outcome per item.</param>
    /// <param name="describe">The row of a result for people.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    public Task ReportAsync<T>(
        TransferMeter? meter,
        IAsyncEnumerable<Outcome<string, T>> outcomes,
        Func<T, Row> describe,
        CancellationToken cancellationToken)
        where T : class =>
        ReportAsync(ProgressDisplay.Show(Terminal, meter), outcomes, describe, cancellationToken);

    /// <summary>Writes each outcome as it comes, with a display below that ends with them.</summary>
    /// <inheritdoc cref="ReportAsync{T}(TransferMeter?, IAsyncEnumerable{Outcome{string, T}}, Func{T, Row}, CancellationToken)"/>
    public async Task ReportAsync<T>(
        IAsyncDisposable? display,
        IAsyncEnumerable<Outcome<string, T>> outcomes,
        Func<T, Row> describe,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var shown = display;
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            if (outcome.Error is { } error)
            {
                Interlocked.Increment(ref _failedItems);
                Terminal.WriteError(error, outcome.Item);
            }
            else
            {
                Terminal.WriteResult(outcome.Value!, describe);
            }
        }
    }
}
