using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Support;

/// <summary>The command line as a process of its own, with the emulator's credentials and a data folder of the test.</summary>
internal sealed class CommandLineProgram(Uri endpoint, string folder)
{
    /// <summary>The program to test in place of the one that was built beside the tests, such as the published one.</summary>
    private const string ProgramVariable = "WXCLOUD_TEST_PROGRAM";

    private static readonly string? s_published = Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    public static string FileName => s_published ?? "dotnet";

    /// <summary>What stands before the arguments of the command line.</summary>
    public static IReadOnlyList<string> FirstArguments => s_published is null ? [typeof(CommandLine).Assembly.Location] : [];

    public Task<CommandLineRun> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    /// <param name="arguments">The arguments.</param>
    /// <param name="input">The text of standard input; <see langword="null"/> for none.</param>
    /// <param name="environment">Environment variables in place of the usual ones; <see langword="null"/> as a value removes one.</param>
    /// <param name="onStarted">Sees the process when it has started.</param>
    public async Task<CommandLineRun> RunAsync(
        string[] arguments,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        Action<Process>? onStarted = null)
    {
        var variables = new Dictionary<string, string?>
        {
            ["WXCLOUD_APPID"] = "wx0000000000000001",
            ["WXCLOUD_APPSECRET"] = "emulator-secret",
            ["WXCLOUD_ENV"] = "local-env",
            ["WXCLOUD_ENDPOINT"] = endpoint.AbsoluteUri,
            ["WXCLOUD_ACCESS_TOKEN"] = null,
            ["XDG_DATA_HOME"] = Path.Combine(folder, "data"),
            ["LOCALAPPDATA"] = Path.Combine(folder, "data"),
            ["LANG"] = "en_US.UTF-8",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            variables[name] = value;
        }

        var processList = new StringBuilder();
        var result = await Programs.RunAsync(
            FileName,
            [.. FirstArguments, .. arguments],
            TestContext.Current.CancellationToken,
            variables,
            folder,
            input,
            onStarted: process =>
            {
                if (OperatingSystem.IsLinux())
                {
                    processList.Append(File.ReadAllText($"/proc/{process.Id}/cmdline"));
                }

                onStarted?.Invoke(process);
            });
        return new(result.ExitCode, result.Output, result.Error, processList.ToString());
    }
}

/// <summary>All that others can see of a run.</summary>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error, string ProcessList)
{
    public string Everything => Output + Error + ProcessList;
}
