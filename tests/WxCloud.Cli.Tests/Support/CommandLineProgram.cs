using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Cli.Tests.Support;

/// <summary>The command line as a separate process, with the emulator's credentials and a data folder of the test.</summary>
internal sealed class CommandLineProgram(Uri endpoint, string folder)
{
    /// <summary>The program to test in place of the one that was built beside the tests, such as the published one.</summary>
    private const string ProgramVariable = "WXCLOUD_TEST_PROGRAM";

    /// <summary>A process that runs longer hangs; it is killed, and its test fails.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private static readonly string? s_published = Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    public static string FileName => s_published ?? "dotnet";

    /// <summary>The arguments before those of the command line.</summary>
    public static IReadOnlyList<string> FirstArguments => s_published is null ? [typeof(CommandLine).Assembly.Location] : [];

    public Task<CommandLineRun> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    /// <param name="arguments">The arguments.</param>
    /// <param name="input">The text of standard input; <see langword="null"/> for none.</param>
    /// <param name="environment">Environment variables in place of the usual ones; <see langword="null"/> as a value removes one.</param>
    /// <param name="keepInputOpen">Whether standard input has no end.</param>
    /// <param name="onStarted">Receives the process when it has started.</param>
    /// <param name="onOutputLine">Receives the process at the first line on standard output.</param>
    /// <param name="onErrorLine">Receives the process at the first line on standard error.</param>
    public Task<CommandLineRun> RunAsync(
        string[] arguments,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        bool keepInputOpen = false,
        Action<Process>? onStarted = null,
        Action<Process>? onOutputLine = null,
        Action<Process>? onErrorLine = null) =>
        RunProcessAsync(FileName, [.. FirstArguments, .. arguments], input, environment, keepInputOpen, onStarted, onOutputLine, onErrorLine);

    /// <summary>Runs a script of the POSIX shell in which <c>"$@"</c> is the command line.</summary>
    public Task<CommandLineRun> RunInShellAsync(string script, IReadOnlyDictionary<string, string?>? environment = null) =>
        RunProcessAsync("sh", ["-c", script, "sh", FileName, .. FirstArguments], input: null, environment);

    /// <summary>Runs the command line on a terminal, made by util-linux's script(1).</summary>
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="arguments">The arguments as in the POSIX shell, redirections included.</param>
    /// <returns>All that the terminal was sent, and at its end the exit code.</returns>
    public async Task<string> RunOnTerminalAsync(int columns, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no script(1) of util-linux.");
        await File.WriteAllTextAsync(Path.Combine(folder, "run.sh"), $"stty cols {columns} rows 24; \"$WXCLOUD_HOST\" $WXCLOUD_PROGRAM {arguments}; echo exit $?", TestContext.Current.CancellationToken);
        return (await RunInShellAsync("export WXCLOUD_HOST=\"$1\" WXCLOUD_PROGRAM=\"$2\"; script -qec 'sh run.sh' /dev/null </dev/null")).Output;
    }

    private async Task<CommandLineRun> RunProcessAsync(
        string program,
        IEnumerable<string> arguments,
        string? input,
        IReadOnlyDictionary<string, string?>? environment,
        bool keepInputOpen = false,
        Action<Process>? onStarted = null,
        Action<Process>? onOutputLine = null,
        Action<Process>? onErrorLine = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        var cancellationToken = limit.Token;
        using var process = new Process
        {
            StartInfo = new(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
                WorkingDirectory = folder,
            },
        };
        foreach (var (name, value) in Variables(environment))
        {
            process.StartInfo.Environment[name] = value;
        }

        process.Start();
        await using var killing = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var processList = OperatingSystem.IsLinux() ? await ListAsync(process.Id, cancellationToken) : "";
        onStarted?.Invoke(process);
        var output = ReadAsync(process.StandardOutput, () => onOutputLine?.Invoke(process), cancellationToken);
        var error = ReadAsync(process.StandardError, () => onErrorLine?.Invoke(process), cancellationToken);
        try
        {
            await process.StandardInput.WriteAsync(input);
            await process.StandardInput.FlushAsync(cancellationToken);
            if (!keepInputOpen)
            {
                process.StandardInput.Close();
            }
        }
        catch (IOException)
        {
            // It ended without reading its input.
        }

        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await output, await error, processList);
    }

    private Dictionary<string, string?> Variables(IReadOnlyDictionary<string, string?>? given)
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
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = null,
            ["LANG"] = "en_US.UTF-8",
        };
        foreach (var (name, value) in given ?? new Dictionary<string, string?>())
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>What lists of processes show of a process; nothing once it has ended.</summary>
    private static async Task<string> ListAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync($"/proc/{processId}/cmdline", cancellationToken);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, Action onFirstLine, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        var seen = false;
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
            if (!seen && buffer.AsSpan(0, count).Contains('\n'))
            {
                seen = true;
                onFirstLine();
            }
        }

        return text.ToString();
    }
}

/// <summary>All visible output of a run.</summary>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error, string ProcessList)
{
    public string Everything => Output + Error + ProcessList;
}
