using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Module.Tests;

/// <summary>Runs the suite once on a package.</summary>
internal static class PesterRun
{
    private const int PesterIsMissing = 3;

    private static readonly TimeSpan s_mostTime = TimeSpan.FromMinutes(30);

    public static TheoryData<PesterTest> Rows(Func<string> package)
    {
        if (FindOnPath("pwsh") is not { } pwsh)
        {
            return Skipped("PowerShell 7 (pwsh) is not on the PATH.");
        }

        var results = Path.Combine(AppContext.BaseDirectory, $"{package.Method.Name}.jsonl");
        File.Delete(results);
        var start = new ProcessStartInfo(pwsh) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(Package.RepositoryRoot, "tests", "module", "Run.ps1"),
            "-PackagePath", package(), "-ResultPath", results])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";
        var (exitCode, text) = Run(start);
        if (exitCode == PesterIsMissing)
        {
            return Skipped(text.Trim());
        }

        if (!File.Exists(results))
        {
            throw new InvalidOperationException($"The suite ended with {exitCode} and no results:\n{text}");
        }

        return [.. File.ReadLines(results).Select(static line => new TheoryDataRow<PesterTest>(JsonSerializer.Deserialize<PesterTest>(line)!))];
    }

    private static (int ExitCode, string Text) Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_mostTime))
        {
            process.Kill(entireProcessTree: true);
        }

        Task.WaitAll(output, errors);
        return (process.ExitCode, output.Result + errors.Result);
    }

    private static TheoryData<PesterTest> Skipped(string reason) => [new TheoryDataRow<PesterTest>(new("all", "Skipped", reason)) { Skip = reason }];

    private static string? FindOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
            .FirstOrDefault(File.Exists);
}
