using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>Whether processes with given ids still run.</summary>
internal static class ProcessState
{
    /// <summary>Waits until a process has ended.</summary>
    public static Task WaitUntilEndedAsync(int pid) => TestEmulator.WaitAsync(() => Task.FromResult(!IsRunning(pid)));

    /// <summary>Waits for a file with ids, and reads them.</summary>
    public static async Task<int[]> ReadIdsAsync(string path)
    {
        await TestEmulator.WaitAsync(() => Task.FromResult(File.Exists(path)));
        return [.. (await File.ReadAllTextAsync(path, TestEmulator.Cancellation)).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    public static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    public static bool IsRunning(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            // One whose parent is gone may stay in the list as a zombie, in state Z, until the first process looks after it.
            var stat = $"/proc/{pid}/stat";
            try
            {
                var text = File.ReadAllText(stat);
                return text[text.LastIndexOf(')') + 2] != 'Z';
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
