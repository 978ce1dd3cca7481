using System;
using System.Threading.Tasks;
using Spectre.Console;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Display;

/// <summary>One line below the results, on a terminal, with what a search has seen.</summary>
internal sealed class SearchDisplay : IAsyncDisposable
{
    /// <summary>Five updates a second.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _shown;

    private SearchDisplay(IAnsiConsole screen, SearchMeter meter)
    {
        _shown = screen.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var task = context.AddTask(Texts.Waiting);
                task.IsIndeterminate = true;
                while (!_done.Task.IsCompleted)
                {
                    task.Description = Markup.Escape(Describe(meter));
                    await Task.WhenAny(_done.Task, Task.Delay(s_interval));
                }
            });
    }

    /// <summary>Shows the progress of a search; <see langword="null"/> without a terminal.</summary>
    public static SearchDisplay? Show(Terminal terminal, SearchMeter meter) => terminal.Screen is { } screen ? new(screen, meter) : null;

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _shown;
    }

    private static string Describe(SearchMeter meter) =>
        meter.Collection is { } collection ? Texts.SearchingDocuments(meter.Files, meter.Documents, Terminal.Printable(collection)) : Texts.SearchingFiles(meter.Files);
}
