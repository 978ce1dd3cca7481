using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>Scripts of <c>tests/foreign</c> with the packages they need, which are installed once beside the tests.</summary>
internal static class NodePackages
{
    private static readonly SemaphoreSlim s_oneAtATime = new(1, 1);

    public static bool IsNodeFound => IsFound("node");

    /// <summary>Where the scripts, the packages and the project with cloud functions are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "foreign");

    /// <summary>Runs a script to its end and returns what it printed; skips the test with the reason where Node or a package is missing.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string>? variables = null, params string[] arguments)
    {
        await InstallAsync();
        var (exitCode, output, error) = await RunAsync("node", [Path.Combine(Folder, script), .. arguments], variables);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {error}{output}");
        return output;
    }

    /// <summary>Installs the packages; skips the test with the reason where Node or a package is missing.</summary>
    public static async Task InstallAsync()
    {
        Assert.SkipUnless(IsFound("node") && IsFound("npm"), "Node and npm are not installed.");
        await s_oneAtATime.WaitAsync(TestEmulator.Cancellation);
        try
        {
            // The installed list is the required one: a later version of the tests installs again.
            var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package.json"), TestEmulator.Cancellation);
            var stamp = Path.Combine(Folder, "node_modules", ".installed");
            if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, TestEmulator.Cancellation) == wanted)
            {
                return;
            }

            var (exitCode, _, error) = await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], null);
            Assert.SkipUnless(exitCode == 0, "npm cannot install the packages: " + error.Split('\n').LastOrDefault(line => line.Length > 0));
            await File.WriteAllTextAsync(stamp, wanted, TestEmulator.Cancellation);
        }
        finally
        {
            s_oneAtATime.Release();
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables)
    {
        var start = OperatingSystem.IsWindows() && name == "npm" ? new ProcessStartInfo("cmd", ["/c", "npm", .. arguments]) : new ProcessStartInfo(name, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Folder;
        foreach (var (variable, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestEmulator.Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(TestEmulator.Cancellation);
        await process.WaitForExitAsync(TestEmulator.Cancellation);
        return (process.ExitCode, output, await error);
    }

    private static bool IsFound(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd"] : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => names.Any(file => File.Exists(Path.Combine(folder, file))));
    }
}
