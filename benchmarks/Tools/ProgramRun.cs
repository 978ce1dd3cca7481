using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The time, the memory and the output of one run of a program.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Elapsed">From before its start to its end.</param>
/// <param name="ProcessorTime">What all cores together spent on it.</param>
/// <param name="PeakBytes">The peak memory it held; <see langword="null"/> where the system does not say.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its error stream.</param>
internal sealed record ProgramRun(int ExitCode, TimeSpan Elapsed, TimeSpan ProcessorTime, long? PeakBytes, string Output, string Error)
{
    /// <summary>How many lines it wrote to its standard output.</summary>
    public int Lines { get; private init; }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramRun> ExecuteAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null,
        IEnumerable<string>? input = null,
        bool keepsOutput = true)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(program, arguments, environment, folder);
        using var use = new ProcessWatch(process);
        try
        {
            var output = ReadAsync(process.StandardOutput, keepsOutput, cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            // A flush after each line would measure this process.
            process.StandardInput.AutoFlush = false;
            foreach (var line in input ?? [])
            {
                await process.StandardInput.WriteLineAsync(line);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            var (text, lines) = await output;
            return new(process.ExitCode, watch.Elapsed, use.ProcessorTime, use.PeakBytes, text, await error) { Lines = lines };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program whose streams are all ours.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>This run, if it succeeded.</summary>
    /// <exception cref="NotMeasuredException">It did not.</exception>
    public ProgramRun ThrowIfFailed(string what) =>
        ExitCode == 0 ? this : throw new NotMeasuredException($"{what} failed with exit code {ExitCode}: {LastLine(Error) ?? LastLine(Output) ?? "no message"}");

    /// <summary>The temporary URLs that <c>wxcloud url --json</c> wrote.</summary>
    public IReadOnlyList<string> Urls() =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!)];

    /// <summary>Reads to the end; what is only counted is not kept, as a million rows are more than this process needs to hold.</summary>
    private static async Task<(string Text, int Lines)> ReadAsync(StreamReader output, bool keepsOutput, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var lines = 0;
        var buffer = new char[64 * 1024];
        int count;
        while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lines += buffer.AsSpan(0, count).Count('\n');
            if (keepsOutput)
            {
                text.Append(buffer, 0, count);
            }
        }

        return (text.ToString(), lines);
    }

    private static string? LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
