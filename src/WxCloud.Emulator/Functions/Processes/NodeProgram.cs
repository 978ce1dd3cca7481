using System;
using System.IO;
using System.Linq;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>The machine's Node.</summary>
/// <param name="path">The program; null looks for it on PATH, at each start of a process.</param>
internal sealed class NodeProgram(string? path)
{
    /// <summary>Finds the program.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message names what was looked for.</exception>
    public string Find()
    {
        if (path is not null)
        {
            return File.Exists(path) ? path : throw new FileNotFoundException($"there is no Node.js at '{path}'");
        }

        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("Node.js was not found on PATH");
    }
}
