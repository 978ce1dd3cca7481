using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace WxCloud.Emulator.Functions.Sources;

/// <summary>The settings in a function's <c>config.json</c>.</summary>
/// <param name="TimeLimit">How long one call may take; member <c>timeout</c>, in seconds.</param>
/// <param name="MemoryMegabytes">The memory that the function's context names; member <c>memorySize</c>. It is not enforced.</param>
/// <param name="Timers">The triggers of type <c>timer</c>.</param>
internal sealed record FunctionSettings(TimeSpan TimeLimit, int MemoryMegabytes, IReadOnlyList<FunctionTimer> Timers)
{
    public const string FileName = "config.json";

    // A new function has 3 s and 256 MB; 900 s is the limit of the console.
    private const int MaxSeconds = 900;

    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static FunctionSettings Default { get; } = new(TimeSpan.FromSeconds(3), 256, []);

    /// <exception cref="FormatException">A setting is invalid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FunctionSettings Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return Default;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), s_lenient);
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private static FunctionSettings Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("the file must hold a JSON object.");
        }

        return new FunctionSettings(
            TimeSpan.FromSeconds(Number(root, "timeout", (int)Default.TimeLimit.TotalSeconds, MaxSeconds)),
            Number(root, "memorySize", Default.MemoryMegabytes, int.MaxValue),
            ReadTimers(root));
    }

    private static int Number(JsonElement root, string name, int byDefault, int max)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return byDefault;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 && number <= max
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{name}' must be a whole number from 1 to {max}."));
    }

    private static List<FunctionTimer> ReadTimers(JsonElement root)
    {
        List<FunctionTimer> timers = [];
        if (!root.TryGetProperty("triggers", out var triggers) || triggers.ValueKind != JsonValueKind.Array)
        {
            return timers;
        }

        foreach (var trigger in triggers.EnumerateArray())
        {
            if (Text(trigger, "type") == "timer")
            {
                var name = Text(trigger, "name") ?? throw new FormatException("a trigger has no name.");
                timers.Add(new FunctionTimer(name, CronSchedule.Parse(Text(trigger, "config") ?? string.Empty)));
            }
        }

        return timers;
    }

    private static string? Text(JsonElement trigger, string name)
    {
        return trigger.ValueKind == JsonValueKind.Object && trigger.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}

/// <summary>A trigger that calls a function at certain times.</summary>
internal sealed record FunctionTimer(string Name, CronSchedule Schedule);
