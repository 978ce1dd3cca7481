using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Schedules;

/// <summary>
/// The delayed tasks that are still to run. They are kept in a file that is replaced as a whole: a task is in it before its call is answered, and no longer in it
/// before it runs, so that none runs twice when the emulator is killed.
/// </summary>
internal sealed class DelayedTasks
{
    private readonly Lock _lock = new();
    private readonly EmulatorClock _clock;
    private readonly string? _path;
    private List<DelayedTask> _tasks;

    /// <param name="clock">The clock that tasks wait for. A moved clock is forgotten at a restart, so the file has the time by the machine's clock.</param>
    /// <param name="path">The file; null keeps nothing over a restart.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public DelayedTasks(EmulatorClock clock, string? path)
    {
        _clock = clock;
        _path = path;
        _tasks = path is not null && File.Exists(path) ? Load(path) : [];
    }

    /// <exception cref="IOException">The file cannot be written; the task is not added.</exception>
    public void Add(DelayedTask task)
    {
        lock (_lock)
        {
            Save([.. _tasks, task]);
        }
    }

    /// <summary>Takes the tasks that are due out, the earliest first.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is taken.</exception>
    public IReadOnlyList<DelayedTask> TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            DelayedTask[] due = [.. _tasks.Where(task => task.Due <= now).OrderBy(task => task.Due)];
            if (due.Length > 0)
            {
                Save([.. _tasks.Where(task => task.Due > now)]);
            }

            return due;
        }
    }

    /// <summary>Writes the times anew after the clock was moved.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void OnClockMoved()
    {
        lock (_lock)
        {
            if (_tasks.Count > 0)
            {
                Save(_tasks);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            if (_tasks.Count > 0)
            {
                Save([]);
            }
        }
    }

    private static List<DelayedTask> Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DelayedTaskJson.Default.ListDelayedTask) ?? [];
        }
        catch (JsonException e)
        {
            throw new IOException($"The file '{path}' is damaged: {e.Message}", e);
        }
    }

    private void Save(List<DelayedTask> tasks)
    {
        if (_path is not null)
        {
            var next = _path + ".next";
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(tasks.ConvertAll(task => task with { Due = task.Due - _clock.Offset }), DelayedTaskJson.Default.ListDelayedTask));
            File.Move(next, _path, overwrite: true);
        }

        _tasks = tasks;
    }
}

/// <summary>A call that is due at some time.</summary>
/// <param name="Due">When.</param>
/// <param name="EnvironmentId">The environment of the function.</param>
/// <param name="Name">The function.</param>
/// <param name="Event">Its event: JSON text.</param>
internal sealed record DelayedTask(DateTimeOffset Due, string EnvironmentId, string Name, string Event);

[JsonSerializable(typeof(List<DelayedTask>))]
internal sealed partial class DelayedTaskJson : JsonSerializerContext;
