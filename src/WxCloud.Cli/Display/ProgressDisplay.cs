using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Spectre.Console;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Display;

/// <summary>One bar for all files and one for each large file, below the results on a terminal.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    /// <summary>Five updates a second.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    /// <summary>A file of this length or more has its own bar.</summary>
    private const long LargeFileBytes = 32 * 1024 * 1024;

    /// <summary>The limit of such bars at a time.</summary>
    private const int MaxFileBars = 5;

    private const int MaxNameLength = 30;

    /// <summary>Columns of a terminal from which on there is room for the time left, and for everything.</summary>
    private const int MediumWidth = 40;
    private const int FullWidth = 76;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<FileMeter, ProgressTask> _fileBars = [];
    private readonly int _width;
    private readonly Task _shown;

    private ProgressDisplay(IAnsiConsole screen, TransferMeter meter)
    {
        _width = screen.Profile.Width;
        _shown = screen.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(ColumnsFor(_width))
            .StartAsync(context => FollowAsync(context, meter));
    }

    /// <summary>Shows the progress of a transfer; <see langword="null"/> without a terminal or a meter.</summary>
    public static ProgressDisplay? Show(Terminal terminal, TransferMeter? meter) =>
        terminal.Screen is { } screen && meter is not null ? new(screen, meter) : null;

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _shown;
    }

    private static ProgressColumn[] ColumnsFor(int width) => width switch
    {
        < MediumWidth => [new TaskDescriptionColumn(), new KnownTotalColumn(new PercentageColumn())],
        < FullWidth => [new TaskDescriptionColumn(), new ProgressBarColumn { Width = 10 }, new KnownTotalColumn(new PercentageColumn()), new KnownTotalColumn(new RemainingTimeColumn())],
        _ =>
        [
            new TaskDescriptionColumn(),
            new ProgressBarColumn { Width = 20 },
            new KnownTotalColumn(new DownloadedColumn { Base = FileSizeBase.Binary }, static bar => Sizes.Format(bar.Value)),
            new TransferSpeedColumn { Base = FileSizeBase.Binary },
            new KnownTotalColumn(new RemainingTimeColumn()),
        ],
    };

    private async Task FollowAsync(ProgressContext context, TransferMeter meter)
    {
        var all = context.AddTask(Texts.Waiting, maxValue: 1);
        all.IsIndeterminate = true;
        while (!_done.Task.IsCompleted)
        {
            if (meter.Files > 0)
            {
                var isTotalKnown = meter.IsTotalKnown;
                all.IsIndeterminate = !isTotalKnown;
                Show(all, isTotalKnown ? Texts.FileCount(meter.FinishedFiles, meter.Files) : Texts.FilesSoFar(meter.FinishedFiles), meter.Bytes, meter.ExpectedBytes);
            }

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
                _fileBars[file] = bar = context.AddTask(Markup.Escape(ShortName(file.Name, Math.Min(MaxNameLength, _width / 3))), maxValue: 1);
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

        // A bar that reached its end is hidden for good, and more files may follow those that are known.
        var known = Math.Max(1.0, expected);
        bar.MaxValue = Math.BitIncrement(known);
        bar.Value = Math.Min(bytes, known);
    }

    private static string ShortName(string cloudPath, int limit)
    {
        var name = cloudPath[(cloudPath.LastIndexOf('/') + 1)..];
        return name.Length <= limit ? name : string.Concat("…", name.AsSpan(name.Length - limit + 1));
    }
}
