using System;
using System.IO;

namespace WxCloud.Module.Tests;

/// <summary>The packages that the suite runs on.</summary>
internal static class Package
{
    public static string AsBuilt() => Path.Combine(BuildInfo.RepositoryRoot, "out", "WxCloud");

    /// <summary>A copy in which PowerShell 7 finds the netstandard2.0 build in the place of its own.</summary>
    public static string WithOlderBuildOnly()
    {
        var source = AsBuilt();
        var copy = Path.Combine(AppContext.BaseDirectory, "older", "WxCloud");
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        var own = Path.Combine("bin", "net10.0") + Path.DirectorySeparatorChar;
        var compiled = Path.Combine("bin", "net10.0-");
        var older = Path.Combine("bin", "netstandard2.0") + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);
            if (name.StartsWith(older, StringComparison.Ordinal))
            {
                Copy(file, Path.Combine(copy, own + name[older.Length..]));
            }

            if (!name.StartsWith(own, StringComparison.Ordinal) && !name.StartsWith(compiled, StringComparison.Ordinal))
            {
                Copy(file, Path.Combine(copy, name));
            }
        }

        return copy;
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target, overwrite: true);
    }
}
