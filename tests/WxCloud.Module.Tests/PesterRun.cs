using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Module.Tests;

/// <summary>Runs the suite once on a package.</summary>
internal static class PesterRun
{
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromHours(2);

    /// <exception cref="InvalidOperationException">The run ended early, or failed without a failed test that shows why.</exception>
    public static TheoryData<PesterTest> Rows(Func<string> package)
    {
        var resultPath = Path.Combine(AppContext.BaseDirectory, $"{package.Method.Name}.jsonl");
        File.Delete(resultPath);
        var (exitCode, text) = Run(
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(BuildInfo.RepositoryRoot, "tests", "module", "Run.ps1"),
            "-PackagePath", package(), "-PesterPath", BuildInfo.PesterFolder, "-ResultPath", resultPath);
        List<PesterTest> tests = File.Exists(resultPath)
            ? [.. File.ReadLines(resultPath).Select(static line => JsonSerializer.Deserialize<PesterTest>(line)!)]
            : [];
        if (tests.Count == 0 || (exitCode != 0 && !tests.Exists(static test => test.Failed)))
        {
            throw new InvalidOperationException($"The suite ended with exit code {exitCode} and {tests.Count} results:\n{text}");
        }

        return [.. tests.Select(static test => new TheoryDataRow<PesterTest>(test))];
    }

    private static (int ExitCode, string Text) Run(params IEnumerable<string> arguments)
    {
        var start = PowerShellHost.Start();
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_timeLimit))
        {
            process.Kill(entireProcessTree: true);
        }

        Task.WaitAll(output, errors);
        return (process.ExitCode, output.Result + errors.Result);
    }
}
