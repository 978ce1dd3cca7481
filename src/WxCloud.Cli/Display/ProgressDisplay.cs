using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Spectre.Console;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Display;

/// <summary>One bar over all files and one for each large file, below the results, for people who look at a terminal.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    /// <summary>Five looks a second.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    /// <summary>A file from here on has a bar of its own; at most so many at once.</summary>
    private const long LargeFileBytes = 32 * 1024 * 1024;
    private const int MaxFileBars = 5;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<FileMeter, ProgressTask> _fileBars = [];
    private readonly Task _shown;

    private ProgressDisplay(IAnsiConsole screen, TransferMeter meter)
    {
        _shown = screen.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
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
        var all = context.AddTask("waiting", maxValue: 1);
        while (!_done.Task.IsCompleted)
        {
            Show(all, $"{meter.FinishedFiles}/{meter.Files} files", meter.Bytes, meter.ExpectedBytes);
            FollowLargeFiles(context, meter);
            await Task.WhenAny(_done.Task, Task.Delay(s_interval));
        }
    }

    private void FollowLargeFiles(ProgressContext context, TransferMeter meter)
    {
        var active = meter.Active.ToHashSet();
        foreach (var ended in _fileBars.Keys.Where(file => !active.Contains(file)).ToList())
        {
            _fileBars[ended].StopTask();
            _fileBars[ended].Value = _fileBars[ended].MaxValue;
            _fileBars.Remove(ended);
        }

        foreach (var file in active.Where(static file => file.Length >= LargeFileBytes))
        {
            if (!_fileBars.TryGetValue(file, out var bar) && _fileBars.Count < MaxFileBars)
            {
                _fileBars[file] = bar = context.AddTask(Markup.Escape(ShortName(file.Name)), maxValue: 1);
            }

            if (bar is not null)
            {
                Show(bar, bar.Description, file.Bytes, file.Length);
            }
        }
    }

    private static void Show(ProgressTask bar, string description, long bytes, long expected)
    {
        bar.Description = description;
        bar.MaxValue = Math.Max(1, expected);
        bar.Value = Math.Min(bytes, bar.MaxValue);
    }

    private static string ShortName(string cloudPath)
    {
        const int Most = 30;
        var name = cloudPath[(cloudPath.LastIndexOf('/') + 1)..];
        return name.Length <= Most ? name : string.Concat("…", name.AsSpan(name.Length - Most + 1));
    }
}
