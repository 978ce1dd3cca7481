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
            return new(port, process.Id, process.StartTime.ToUniversalTime(), start.DataPath);
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
        EmulatorRegistry.Remove(record);
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

/// <summary>How an emulator is to be started.</summary>
/// <param name="Port">The port; 0 for any that is free.</param>
/// <param name="DataPath">The folder of its data; <see langword="null"/> for memory.</param>
/// <param name="FaultPath">The file of its rules for breaking things; <see langword="null"/> for none.</param>
/// <param name="FunctionPath">The folder of a project's cloud functions; <see langword="null"/> for none.</param>
internal sealed record EmulatorStart(int Port, string? DataPath, string? FaultPath, string? FunctionPath)
{
    public IReadOnlyList<string> Arguments =>
    [
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        .. DataPath is null ? (string[])["--in-memory"] : ["--data-path", DataPath],
        .. FaultPath is null ? (string[])[] : ["--faults", FaultPath],
        .. FunctionPath is null ? (string[])[] : ["--functions", FunctionPath],
    ];
}
