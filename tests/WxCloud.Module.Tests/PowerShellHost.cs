using System;
using System.Diagnostics;
using System.IO;

namespace WxCloud.Module.Tests;

/// <summary>The PowerShell that runs the suite: the pinned tool, unless <c>WXCLOUD_TEST_PWSH</c> names another program.</summary>
internal static class PowerShellHost
{
    public static ProcessStartInfo Start()
    {
        if (Environment.GetEnvironmentVariable("WXCLOUD_TEST_PWSH") is { Length: > 0 } chosen)
        {
            return new ProcessStartInfo(chosen);
        }

        // The tool's own entry point is a parent that starts this program as a child: without it, a signal reaches the shell itself.
        var program = Path.Combine(BuildInfo.PowerShellFolder, OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
        return new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { ArgumentList = { program } };
    }
}
