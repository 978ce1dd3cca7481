using System;
using System.IO;
using System.Linq;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The programs of this computer.</summary>
internal static class Programs
{
    /// <summary>Where a program is; <see langword="null"/> when it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe"), Path.Combine(folder, name + ".cmd") })
            .FirstOrDefault(File.Exists);

    /// <exception cref="NotMeasuredException">It is not installed.</exception>
    public static string Require(string name) => Find(name) ?? throw new NotMeasuredException($"{name} is not installed");
}
