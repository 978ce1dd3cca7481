using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator;

namespace WxCloud.TokenTrial;

/// <summary>How the trial is run.</summary>
internal sealed record TrialOptions(int Processes, int Seconds, int LapseSeconds, WxTokenMode Mode, bool NoCache);

/// <summary>
/// Half of the processes work from the beginning to the end, as servers do; the other half are jobs that begin and end all
/// the time, and the emulator's clock jumps past the lifetime of every token. None of them may see an error, and the service
/// may be called for a token once at the beginning and once per expiry.
/// </summary>
internal sealed class Trial : IAsyncDisposable
{
    private static readonly TimeSpan s_job = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pastEveryLifetime = TimeSpan.FromSeconds(7201);

    private readonly TrialOptions _options;
    private readonly EmulatorHost _emulator;
    private readonly HttpClient _control;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("wxcloud-trial-");
    private int _calls;
    private int _errors;
    private int _started;

    private Trial(TrialOptions options, EmulatorHost emulator)
    {
        _options = options;
        _emulator = emulator;
        _control = new() { BaseAddress = new(emulator.Endpoint, "_emulator/") };
    }

    public static async Task<int> RunAsync(TrialOptions options, CancellationToken cancellationToken)
    {
        var trial = new Trial(options, await EmulatorHost.StartAsync(new() { Port = 0 }, cancellationToken).ConfigureAwait(false));
        await using (trial.ConfigureAwait(false))
        {
            return await trial.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _emulator.DisposeAsync().ConfigureAwait(false);
        _data.Delete(recursive: true);
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeSpan.FromSeconds(_options.Seconds));
        var places = Enumerable.Range(0, _options.Processes).Select(place => FillAsync(place % 2 == 0 ? null : s_job, time.Token)).ToArray();
        var expiries = await ExpireAsync(time.Token).ConfigureAwait(false);
        await Task.WhenAll(places).ConfigureAwait(false);

        var requested = await CountTokenCallsAsync().ConfigureAwait(false);
        var isGood = _errors == 0 && requested <= expiries + 1 && _calls > 0;
        await Console.Out.WriteLineAsync(
            $"{_options.Mode}: {_options.Processes} at a time, {_started} processes in {_options.Seconds} s, {_calls} calls, {_errors} errors, "
            + $"{expiries} expiries, {requested} token calls (at most {expiries + 1} needed): {(isGood ? "passed" : "FAILED")}").ConfigureAwait(false);
        return isGood ? 0 : 1;
    }

    /// <summary>Keeps one place filled with a process: the same one, or one after the other.</summary>
    private async Task FillAsync(TimeSpan? job, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var process = StartWorker();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await WaitAsync(job ?? Timeout.InfiniteTimeSpan, end).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            Count(process.ExitCode, await output.ConfigureAwait(false));
        }
    }

    private Process StartWorker()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, IsDotnet ? [typeof(Trial).Assembly.Location, "worker"] : ["worker"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [Worker.Endpoint] = _emulator.Endpoint.AbsoluteUri,
                [Worker.DataFolder] = _data.FullName,
                [Worker.Mode] = _options.Mode.ToString(),
                [Worker.NoCache] = _options.NoCache ? "1" : null,
            },
        };
        Interlocked.Increment(ref _started);
        return Process.Start(start)!;
    }

    private static bool IsDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private void Count(int exitCode, string output)
    {
        var numbers = output.Split(' ', StringSplitOptions.TrimEntries);
        var ended = exitCode == 0 && numbers.Length == 2;
        Interlocked.Add(ref _calls, ended ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : 0);
        Interlocked.Add(ref _errors, ended ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 1);
    }

    private async Task<int> ExpireAsync(CancellationToken end)
    {
        var expiries = 0;
        while (await WaitAsync(TimeSpan.FromSeconds(_options.LapseSeconds), end).ConfigureAwait(false))
        {
            using var reply = await _control.PostAsJsonAsync(
                "clock",
                new Dictionary<string, double>(StringComparer.Ordinal) { ["advanceSeconds"] = s_pastEveryLifetime.TotalSeconds },
                CancellationToken.None).ConfigureAwait(false);
            reply.EnsureSuccessStatusCode();
            expiries++;
        }

        return expiries;
    }

    private async Task<int> CountTokenCallsAsync()
    {
        var counts = await _control.GetFromJsonAsync<JsonElement>("requests").ConfigureAwait(false);
        var route = _options.Mode == WxTokenMode.Stable ? "cgi-bin/stable_token" : "cgi-bin/token";
        return counts.GetProperty("routes").TryGetProperty(route, out var count) ? count.GetInt32() : 0;
    }

    /// <returns>Whether the time passed before the end came.</returns>
    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken end)
    {
        await Task.Delay(time, end).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        return !end.IsCancellationRequested;
    }
}
