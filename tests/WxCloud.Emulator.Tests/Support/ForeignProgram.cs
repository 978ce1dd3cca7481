using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>A foreign program, run to its end. Where it is not found the test is skipped with the reason.</summary>
internal static class ForeignProgram
{
    public static Task<string> RunAsync(string name, params string[] arguments) => RunAsync(name, new Dictionary<string, string?>(), arguments);

    /// <param name="name">The program.</param>
    /// <param name="variables">Environment variables besides those of the tests; null removes one.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(string name, IReadOnlyDictionary<string, string?> variables, params string[] arguments)
    {
        Assert.SkipUnless(IsFound(name), $"{name} is not found on this machine.");
        var start = new ProcessStartInfo(name, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestEmulator.Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(TestEmulator.Cancellation);
        await process.WaitForExitAsync(TestEmulator.Cancellation);
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}: {await error}{output}");
        return output;
    }

    private static bool IsFound(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd"] : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Any(folder => names.Any(file => File.Exists(Path.Combine(folder, file))));
    }
}
