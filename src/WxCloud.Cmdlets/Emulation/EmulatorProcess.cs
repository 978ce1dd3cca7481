using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>Starts the packaged emulator so that it keeps running after the session, and stops it.</summary>
internal static class EmulatorProcess
{
    private const string Listening = "Emulator listening on ";

    /// <summary>The exit codes of the .NET host when a runtime is missing, on Unix and on Windows
    /// (FrameworkMissingFailure, github.com/dotnet/runtime docs/design/features/host-error-codes.md).</summary>
    private static readonly int[] s_runtimeMissing = [150, unchecked((int)0x80008096)];

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(5);

    /// <summary>Starts an emulator and returns when it listens.</summary>
    /// <exception cref="WxCloudException">The port is taken, the runtime is missing, or the emulator reports another failure.</exception>
    public static async Task<EmulatorRecord> StartAsync(EmulatorProgram program, EmulatorStart start, CancellationToken cancellationToken)
    {
        ThrowIfTaken(start.Port);
        Directory.CreateDirectory(EmulatorRegistry.UserFolder);
        var process = Process.Start(Describe(program.FileName, [.. program.FirstArguments, .. start.Arguments]))!;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_startLimit);
            var port = await ReadPortAsync(process, start.Port, limit.Token).ConfigureAwait(false);

            // Later output must not fill the pipe during this session.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, 4096, CancellationToken.None);
            return new(port, process.Id, process.StartTime.ToUniversalTime(), start.DataPath, start.EnvironmentIds is [var first, ..] ? first : null);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Stops an emulator; outside Windows it can shut down in order.</summary>
    public static async Task<bool> StopAsync(EmulatorRecord record, CancellationToken cancellationToken)
    {
        using var process = EmulatorRegistry.FindProcess(record);
        if (process is null)
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            using var kill = Process.Start(Shell("kill -TERM \"$1\"", [record.ProcessId.ToString(CultureInfo.InvariantCulture)]));
            var waited = Stopwatch.StartNew();
            while (!process.HasExited && waited.Elapsed < s_stopLimit)
            {
                await Task.Delay(20, cancellationToken).ConfigureAwait(false);
            }
        }

        End(process);
        EmulatorRegistry.OfUser.Remove(record);
        return true;
    }

    private static void ThrowIfTaken(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            throw CommandErrors.EmulatorPortTaken(port);
        }
        finally
        {
            listener.Stop();
        }
    }

    /// <summary>
    /// Ctrl+C and the end of a terminal signal all its processes. On Windows a process without a window gets no such signal;
    /// elsewhere a shell ignores the signals before it becomes the emulator. The permission to run the program is lost when the package
    /// is unpacked by a tool without Unix modes.
    /// </summary>
    private static ProcessStartInfo Describe(string program, IReadOnlyList<string> arguments)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, JoinArguments(arguments)) { CreateNoWindow = true }
            : Shell("trap '' INT QUIT HUP; [ -x \"$1\" ] || chmod u+x \"$1\"; exec \"$@\"", [program, .. arguments]);
        start.WorkingDirectory = EmulatorRegistry.UserFolder;
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }

    private static ProcessStartInfo Shell(string script, IEnumerable<string> arguments) =>
        new("/bin/sh", JoinArguments(["-c", script, "sh", .. arguments])) { UseShellExecute = false };

    private static async Task<int> ReadPortAsync(Process process, int wanted, CancellationToken cancellationToken)
    {
#pragma warning disable CA2016 // netstandard2.0 cannot cancel these reads; ending the process ends them.
        using var ending = cancellationToken.Register(static process => End((Process)process!), process);
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new Uri(line.Substring(Listening.Length).Split(' ')[0]).Port;
            }
        }

#pragma warning restore CA2016
        var text = (await errors.ConfigureAwait(false)).Trim();
        cancellationToken.ThrowIfCancellationRequested();
        process.WaitForExit();
        throw s_runtimeMissing.Contains(process.ExitCode) ? CommandErrors.EmulatorRuntimeMissing(text)
            : text.Contains("address already in use", StringComparison.OrdinalIgnoreCase) ? CommandErrors.EmulatorPortTaken(wanted)
            : CommandErrors.EmulatorFailed(text);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Joins arguments into the one text that netstandard2.0 can start a process with.</summary>
    private static string JoinArguments(IEnumerable<string> arguments) => string.Join(" ", arguments.Select(Quote));

    /// <summary>The rules of learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments; .NET applies them on every system.</summary>
    private static string Quote(string argument)
    {
        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in argument)
        {
            quoted.Append(character == '"' ? new string('\\', backslashes + 1) : string.Empty).Append(character);
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}

/// <summary>How an emulator is to be started: the options of its program, which docs/emulator.md explains.</summary>
internal sealed record EmulatorStart
{
    /// <summary>The port; 0 for any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>The folder of its data; <see langword="null"/> for memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>The cloud environments that exist; none for the usual one.</summary>
    public IReadOnlyList<string> EnvironmentIds { get; init; } = [];

    /// <summary>The prefix of every key; <see langword="null"/> for none.</summary>
    public string? BasePath { get; init; }

    /// <summary>Whether forms name the cloud path.</summary>
    public bool CloudPathForm { get; init; }

    /// <summary>Whether calls need no token.</summary>
    public bool OpenApiService { get; init; }

    /// <summary>The file of its rules for breaking things; <see langword="null"/> for none.</summary>
    public string? FaultPath { get; init; }

    /// <summary>Whether links have no signature.</summary>
    public bool PublicRead { get; init; }

    /// <summary>Whether URLs are raw text.</summary>
    public bool RawLink { get; init; }

    /// <summary>The folder of a project's cloud functions; <see langword="null"/> for none.</summary>
    public string? FunctionPath { get; init; }

    /// <summary>The Node.js program that runs them; <see langword="null"/> for the one on PATH.</summary>
    public string? NodePath { get; init; }

    public IReadOnlyList<string> Arguments =>
    [
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        .. DataPath is null ? (string[])["--in-memory"] : ["--data-path", DataPath],
        .. EnvironmentIds.SelectMany(static id => (string[])["--environment", id]),
        .. Text("--base-path", BasePath),
        .. Flag("--cloud-path-forms", CloudPathForm),
        .. Flag("--open-api-service", OpenApiService),
        .. Text("--faults", FaultPath),
        .. Flag("--public-read", PublicRead),
        .. Flag("--raw-links", RawLink),
        .. Text("--functions", FunctionPath),
        .. Text("--node", NodePath),
    ];

    private static string[] Text(string option, string? value) => value is null ? [] : [option, value];

    private static string[] Flag(string option, bool isSet) => isSet ? [option] : [];
}
