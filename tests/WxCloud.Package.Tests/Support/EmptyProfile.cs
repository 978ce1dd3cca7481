using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Package.Tests.Support;

/// <summary>A user who has just got the computer: an empty home folder, no settings, and programs that see nothing else.</summary>
internal sealed class EmptyProfile : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private readonly Dictionary<string, string?> _environment;

    public EmptyProfile()
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        _environment = new()
        {
            ["HOME"] = Home,
            ["USERPROFILE"] = Home,
            ["APPDATA"] = At("AppData/Roaming"),
            ["LOCALAPPDATA"] = At("AppData/Local"),
            ["XDG_DATA_HOME"] = null,
            ["XDG_CONFIG_HOME"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["PSModulePath"] = null,
            ["DOTNET_CLI_HOME"] = Home,
            ["DOTNET_ROOT"] = dotnet,
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["NUGET_PACKAGES"] = null,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
            ["NO_COLOR"] = "1",
        };
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("WXCLOUD_", StringComparison.Ordinal))
            {
                _environment[name] = null;
            }
        }
    }

    public string Home => _home.Path;

    public string At(string name) => _home.At(name);

    public string Write(string name, string text) => _home.Write(name, text);

    /// <summary>Installing writes where the system says that the user's documents are, which on Windows no environment variable moves.</summary>
    public static void SkipWhereModulesAreNotInTheHomeFolder() => Assert.SkipWhen(
        OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 },
        "On Windows, modules are installed into the real user's documents: only where CI is set.");

    /// <summary>Runs a script in a PowerShell of its own; it has to succeed.</summary>
    /// <returns>The lines that it printed.</returns>
    public async Task<string[]> PowerShellAsync(string script)
    {
        var shell = PowerShellHost.Start();
        var text = "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; $PSStyle.OutputRendering = 'PlainText'\n" + script;
        return Lines(await RunAsync(shell.FileName, [.. shell.ArgumentList, "-NoProfile", "-NonInteractive", "-Command", text]));
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public async Task<string[]> SucceedAsync(string program, params string[] arguments) => Lines(await RunAsync(program, arguments));

    public Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments) =>
        Programs.RunAsync(program, arguments, TestContext.Current.CancellationToken, _environment, Home);

    public void Dispose() => _home.Dispose();

    private static string[] Lines(ProgramResult run)
    {
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
