using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Invocation;
using WxCloud.Emulator.Functions.Logs;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Schedules;

/// <summary>
/// Calls functions by their timers and by delayed tasks, on the emulator's clock. When the clock is moved past several times of a timer, the
/// timer calls once.
/// </summary>
internal sealed class FunctionScheduler(FunctionService functions, EnvironmentCatalog environments, EmulatorClock clock, FunctionLogs logs) : IDisposable
{
    /// <summary>How often, by the real clock, it looks for what is due; it looks at once when the clock is moved or a task comes.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly List<DelayedTask> _tasks = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private DateTimeOffset _seen;

    /// <summary>Begins; without functions there is nothing to do.</summary>
    public void Start()
    {
        if (functions.Folder is { } folder)
        {
            _seen = clock.UtcNow;
            clock.Moved += OnMoved;
            _ = RunAsync(folder);
        }
    }

    /// <summary>Calls a function once, later.</summary>
    /// <exception cref="FunctionException">There is no such function.</exception>
    public void Delay(FunctionRequest request, TimeSpan by)
    {
        (functions.Folder ?? throw FunctionErrors.NoFolder(request.Name)).Read(request.Name);
        lock (_lock)
        {
            _tasks.Add(new DelayedTask(clock.UtcNow + by, request));
        }

        Wake();
    }

    /// <summary>Forgets delayed tasks and logs, and ends the warm processes.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _tasks.Clear();
        }

        functions.Reset();
    }

    public void Dispose()
    {
        clock.Moved -= OnMoved;
        _end.Cancel();
        Wake();
    }

    private void OnMoved(object? sender, EventArgs e) => Wake();

    private void Wake() => _wake.Release();

    private async Task RunAsync(FunctionFolder folder)
    {
        while (!_end.IsCancellationRequested)
        {
            var now = clock.UtcNow;
            foreach (var request in TakeDue(folder, now))
            {
                _ = InvokeAsync(request);
            }

            _seen = now;
            functions.Prune();
            await _wake.WaitAsync(s_interval).ConfigureAwait(false);
        }
    }

    private List<FunctionRequest> TakeDue(FunctionFolder folder, DateTimeOffset now)
    {
        List<FunctionRequest> due = [];
        lock (_lock)
        {
            due.AddRange(_tasks.Where(task => task.Due <= now).OrderBy(task => task.Due).Select(task => task.Request));
            _tasks.RemoveAll(task => task.Due <= now);
        }

        foreach (var name in folder.Names)
        {
            foreach (var timer in TimersOf(folder, name))
            {
                if (timer.Schedule.Next(_seen) is { } time && time <= now)
                {
                    due.Add(new FunctionRequest(environments.Default, name, EventOf(timer, time), FunctionCaller.Trigger));
                }
            }
        }

        return due;
    }

    private IReadOnlyList<FunctionTimer> TimersOf(FunctionFolder folder, string name)
    {
        try
        {
            var timers = folder.ReadSettings(name).Timers;
            _reported.Remove(name);
            return timers;
        }
        catch (FunctionException e)
        {
            if (_reported.Add(name))
            {
                logs.Show(name, e.Message);
            }

            return [];
        }
    }

    private static string EventOf(FunctionTimer timer, DateTimeOffset time)
    {
        var text = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using var json = JsonDocument.Parse($$"""{"Message":"","Time":"{{text}}","TriggerName":"{{JsonEncodedText.Encode(timer.Name)}}","Type":"Timer"}""");
        return FunctionCaller.Trigger.AddUserInfo(json.RootElement);
    }

    private async Task InvokeAsync(FunctionRequest request)
    {
        try
        {
            await functions.InvokeAsync(request).ConfigureAwait(false);
        }
        catch (FunctionException e)
        {
            // A call that began is in the logs; there is no caller to answer.
            logs.Show(request.Name, e.Message);
        }
    }

    /// <summary>A call that is due at some time.</summary>
    private sealed record DelayedTask(DateTimeOffset Due, FunctionRequest Request);
}
