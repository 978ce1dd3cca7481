using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using WxCloud.Local;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>The running emulators of the user, one small file each; the files of ended ones are removed.</summary>
internal static class EmulatorRegistry
{
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(2);

    /// <summary>The user's own folder of this product.</summary>
    public static string UserFolder => UserData.DefaultFolder ?? Path.Combine(Path.GetTempPath(), "WxCloud");

    /// <summary>The default data folder of an emulator.</summary>
    public static string DefaultDataPath => Path.Combine(UserFolder, "emulator");

    private static string Folder => Path.Combine(UserFolder, "running");

    public static void Add(EmulatorRecord record)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(PathOf(record), JsonSerializer.Serialize(record, EmulatorJson.Default.EmulatorRecord));
    }

    public static void Remove(EmulatorRecord record) => File.Delete(PathOf(record));

    /// <summary>The running emulators, by port.</summary>
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

    /// <summary>The process of a record; <see langword="null"/> when it has ended, even if another process has its number now.</summary>
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
            // It has ended, or its number belongs to another user's process now.
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
