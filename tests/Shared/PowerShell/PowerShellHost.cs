using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace WxCloud.Tests.Shared;

/// <summary>The PowerShell that the tests run: the pinned tool, unless <c>WXCLOUD_TEST_PWSH</c> names another program.</summary>
internal static class PowerShellHost
{
    /// <summary>The folder of the pinned tool, which holds one shell for Windows and one for all other systems; the build leaves its path in the assembly.</summary>
    private static readonly string s_folder = typeof(PowerShellHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "PowerShellFolder").Value!;

    public static ProcessStartInfo Start()
    {
        if (Environment.GetEnvironmentVariable("WXCLOUD_TEST_PWSH") is { Length: > 0 } chosen)
        {
            return new ProcessStartInfo(chosen);
        }

        // The tool's own entry point is a parent that starts this program as a child: without it, a signal reaches the shell itself.
        var program = Path.Combine(s_folder, OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
        return new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { ArgumentList = { program } };
    }
}
