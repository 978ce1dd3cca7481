using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace WxCloud.Benchmarks.Tools;

/// <summary>What a figure was measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Join(
        " · ",
        $"{Processor()}, {Environment.ProcessorCount} cores",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):F0} GiB memory",
        $"{SystemName()} ({RuntimeInformation.OSArchitecture})",
        RuntimeInformation.FrameworkDescription);

    private static string Processor() =>
        FirstValue("/proc/cpuinfo", "model name", ':') ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unnamed processor";

    private static string SystemName() =>
        FirstValue("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string? FirstValue(string file, string key, char separator) =>
        !File.Exists(file) ? null : File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            ?.Split(separator, 2)[1].Trim();
}
