using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using WxCloud.Errors;
using WxCloud.Local;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>
/// The running emulators of the user, one small file each, which any session may read and write at any moment. A file belongs to one
/// process and is removed when that has ended, and for no other reason.
/// </summary>
/// <param name="folder">The folder of the files.</param>
internal sealed class EmulatorRegistry(string folder)
{
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(2);

    /// <summary>The registry of the current user.</summary>
    public static EmulatorRegistry OfUser => new(Path.Combine(UserFolder, "running"));

    /// <summary>The user's own folder of this product.</summary>
    public static string UserFolder => UserData.DefaultFolder ?? Path.Combine(Path.GetTempPath(), "WxCloud");

    /// <summary>The default data folder of an emulator.</summary>
    public static string DefaultDataPath => Path.Combine(UserFolder, "emulator");

    /// <exception cref="WxCloudException">The folder cannot be written.</exception>
    public void Add(EmulatorRecord record)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(
                PathOf(record),
                JsonSerializer.SerializeToUtf8Bytes(record, EmulatorJson.Default.EmulatorRecord),
                static path => new(path, FileMode.CreateNew, FileAccess.Write));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FolderUnusable(folder, e);
        }
    }

    public void Remove(EmulatorRecord record) => TryDelete(PathOf(record));

    /// <summary>The running emulators, by port.</summary>
    public IReadOnlyList<EmulatorRecord> FindRunning()
    {
        var running = new SortedList<int, EmulatorRecord>();
        if (!Directory.Exists(folder))
        {
            return [];
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (Read(path) is not { } record)
            {
                continue;
            }

            if (FindProcess(record) is { } process)
            {
                process.Dispose();
                running[record.Port] = record;
            }
            else
            {
                TryDelete(path);
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
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // Damaged, or removed by another session meanwhile.
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another session reads it; a later one removes it.
        }
    }

    /// <summary>The process is part of the name: what removes the file of an ended one must not hit that of the next one at the same port.</summary>
    private string PathOf(EmulatorRecord record) => Path.Combine(folder, FormattableString.Invariant($"{record.Port}-{record.ProcessId}.json"));
}
