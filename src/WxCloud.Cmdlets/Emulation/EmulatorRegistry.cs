using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using WxCloud.Local;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>Remembers the emulators of the user in one small file each, and forgets those that no longer run.</summary>
internal static class EmulatorRegistry
{
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(2);

    /// <summary>The user's own folder of this product.</summary>
    public static string UserFolder { get; } = UserData.DefaultFolder ?? Path.Combine(Path.GetTempPath(), "WxCloud");

    /// <summary>Where an emulator keeps its data unless told otherwise.</summary>
    public static string DefaultDataPath { get; } = Path.Combine(UserFolder, "emulator");

    private static string Folder { get; } = Path.Combine(UserFolder, "running");

    public static void Add(EmulatorRecord record)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(PathOf(record), JsonSerializer.Serialize(record, EmulatorJson.Default.EmulatorRecord));
    }

    public static void Remove(EmulatorRecord record) => File.Delete(PathOf(record));

    /// <summary>The emulators that run now, by port.</summary>
    public static IReadOnlyList<EmulatorRecord> FindRunning()
    {
        var running = new SortedList<int, EmulatorRecord>();
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        foreach (var path in Directory.EnumerateFiles(Folder, "*.json"))
        {
            if (Read(path) is { } record && FindProcess(record) is { } process)
            {
                process.Dispose();
                running[record.Port] = record;
            }
            else
            {
                File.Delete(path);
            }
        }

        return [.. running.Values];
    }

    /// <summary>The process of a record; <see langword="null"/> when it ended, even if another one has its number now.</summary>
    public static Process? FindProcess(EmulatorRecord record)
    {
        try
        {
            var process = Process.GetProcessById(record.ProcessId);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - record.StartedOn).Duration() < s_clockError)
            {
                return process;
            }

            process.Dispose();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or belongs to somebody else by now.
        }

        return null;
    }

    private static EmulatorRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), EmulatorJson.Default.EmulatorRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string PathOf(EmulatorRecord record) =>
        Path.Combine(Folder, record.Port.ToString(CultureInfo.InvariantCulture) + ".json");
}
