using System;
using System.Threading.Tasks;
using Spectre.Console;
using WxCloud.Transfers;

namespace WxCloud.Cli.Display;

/// <summary>One bar over all files, below the results, for people who look at a terminal.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _shown;

    private ProgressDisplay(IAnsiConsole screen, TransferMeter meter)
    {
        _shown = screen.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => FollowAsync(context, meter));
    }

    /// <summary>Shows the progress of a transfer; <see langword="null"/> when nobody looks or nothing is measured.</summary>
    public static ProgressDisplay? Show(Terminal terminal, TransferMeter? meter) =>
        terminal.Screen is { } screen && meter is not null ? new(screen, meter) : null;

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _shown;
    }

    private async Task FollowAsync(ProgressContext context, TransferMeter meter)
    {
        var bar = context.AddTask("waiting", maxValue: 1);
        while (!_done.Task.IsCompleted)
        {
            bar.Description = $"{meter.FinishedFiles}/{meter.Files} files";
            bar.MaxValue = Math.Max(1, meter.ExpectedBytes);
            bar.Value = Math.Min(meter.Bytes, bar.MaxValue);
            await Task.WhenAny(_done.Task, Task.Delay(s_interval));
        }
    }
}
