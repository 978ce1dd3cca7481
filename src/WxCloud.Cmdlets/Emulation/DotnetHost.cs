using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>Finds the program that runs .NET programs.</summary>
internal static class DotnetHost
{
    private static readonly string s_name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <returns>Its full path; <see langword="null"/> when there is none.</returns>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            yield return Path.Combine(root, s_name);
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            if (folder.Length > 0)
            {
                yield return Path.Combine(folder, s_name);
            }
        }

        // Where the installers and the package managers put it.
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet", s_name);
        yield return "/usr/share/dotnet/dotnet";
        yield return "/usr/lib/dotnet/dotnet";
        yield return "/usr/local/share/dotnet/dotnet";
        yield return "/opt/homebrew/bin/dotnet";
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", s_name);
    }
}
