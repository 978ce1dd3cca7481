using System;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Display;

/// <summary>The state of an import or export on a terminal, until it ends.</summary>
internal sealed class MigrationDisplay : IAsyncDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _reported = new(0);
    private readonly Task _shown;
    private WxCloudMigration? _job;

    private MigrationDisplay(IAnsiConsole screen)
    {
        _shown = screen.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn())
            .StartAsync(FollowAsync);
    }

    /// <summary>Runs a job with its state shown; without a terminal nothing is shown.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="run">The work; it is passed what receives the state of the job each time it is known.</param>
    public static async Task<WxCloudMigration> ShowAsync(Terminal terminal, Func<Action<WxCloudMigration>, Task<WxCloudMigration>> run)
    {
        if (terminal.Screen is not { } screen)
        {
            return await run(static _ => { });
        }

        await using var display = new MigrationDisplay(screen);
        return await run(display.Report);
    }

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _shown;
        _reported.Dispose();
    }

    private void Report(WxCloudMigration job)
    {
        Volatile.Write(ref _job, job);
        _reported.Release();
    }

    private async Task FollowAsync(ProgressContext context)
    {
        var task = context.AddTask(Texts.Waiting, maxValue: 1);
        task.IsIndeterminate = true;
        while (!_done.Task.IsCompleted)
        {
            await Task.WhenAny(_done.Task, _reported.WaitAsync());
            if (Volatile.Read(ref _job) is { } job)
            {
                task.Description = Texts.MigrationProgress(job.Succeeded, job.Failed);
                context.Refresh();
            }
        }
    }
}
