using System;
using System.Collections.Generic;
using System.IO;
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
internal sealed class FunctionScheduler(FunctionService functions, EnvironmentCatalog environments, EmulatorClock clock, FunctionLogs logs, DelayedTasks tasks) : IDisposable
{
    /// <summary>The interval in real time of looking for due tasks; a moved clock or a new task is handled at once.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

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
    /// <exception cref="IOException">The task cannot be kept.</exception>
    public void Delay(FunctionRequest request, TimeSpan by)
    {
        (functions.Folder ?? throw FunctionErrors.NoFolder(request.Name)).Read(request.Name);
        tasks.Add(new DelayedTask(clock.UtcNow + by, request.Environment.Id, request.Name, request.Event));
        Wake();
    }

    /// <summary>Removes delayed tasks and logs, and ends the warm processes.</summary>
    public void Reset()
    {
        tasks.Clear();
        functions.Reset();
    }

    public void Dispose()
    {
        clock.Moved -= OnMoved;
        _end.Cancel();
        Wake();
    }

    private void OnMoved(object? sender, EventArgs e)
    {
        tasks.OnClockMoved();
        Wake();
    }

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
        foreach (var task in TakeDueTasks(now))
        {
            if (environments.Find(task.EnvironmentId) is { } environment)
            {
                due.Add(new FunctionRequest(environment, task.Name, task.Event, FunctionCaller.Http));
            }
            else
            {
                logs.Show(task.Name, $"A delayed task cannot run: there is no environment '{task.EnvironmentId}'.");
            }
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

    /// <summary>The tasks that are due; none when the disk does not allow to take them, which is tried again.</summary>
    private IReadOnlyList<DelayedTask> TakeDueTasks(DateTimeOffset now)
    {
        try
        {
            return tasks.TakeDue(now);
        }
        catch (IOException e)
        {
            logs.Show("delayed tasks", e.Message);
            return [];
        }
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
}
