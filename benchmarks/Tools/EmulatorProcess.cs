using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The emulator in a process of its own, on any free port: its memory and its time are not the client's.</summary>
internal sealed partial class EmulatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _control;

    private EmulatorProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        _control = new() { BaseAddress = new(endpoint, "_emulator/") };
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What all cores together spent on it so far.</summary>
    public TimeSpan ProcessorTime => ProcessWatch.ProcessorTimeOfTree(_process);

    /// <exception cref="NotMeasuredException">It did not start.</exception>
    public static Task<EmulatorProcess> StartAsync(WxCloudProgram program, string dataPath, CancellationToken cancellationToken) =>
        StartAsync(program, ["--data-path", dataPath], cancellationToken);

    /// <summary>Starts one that keeps nothing on the disk, for rows with more objects than files are made in a reasonable time.</summary>
    /// <exception cref="NotMeasuredException">It did not start.</exception>
    public static Task<EmulatorProcess> StartInMemoryAsync(WxCloudProgram program, CancellationToken cancellationToken) =>
        StartAsync(program, ["--in-memory"], cancellationToken);

    /// <summary>Makes many objects, whose bytes are zeros, at <c>prefix/000000/000000000.bin</c> and so on.</summary>
    public async Task SeedAsync(string prefix, int count, int length, int perFolder, CancellationToken cancellationToken)
    {
        using var reply = await _control.PostAsJsonAsync("objects", new { prefix, count, length, perFolder }, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Empties everything: objects, counts and faults.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var reply = await _control.PostAsync(new Uri("reset", UriKind.Relative), content: null, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>How often each route was called since the last reset.</summary>
    public async Task<RequestCounts> CountAsync(CancellationToken cancellationToken)
    {
        using var counts = await _control.GetFromJsonAsync<JsonDocument>("requests", cancellationToken);
        return new(counts!.RootElement.Clone());
    }

    /// <summary>Sets the rules by which requests fail or are delayed.</summary>
    /// <exception cref="NotMeasuredException">This emulator does not support the rules.</exception>
    public async Task SetFaultsAsync(FaultRules rules, CancellationToken cancellationToken)
    {
        using var reply = await _control.PutAsJsonAsync("faults", rules, cancellationToken);
        if (!reply.IsSuccessStatusCode)
        {
            throw new NotMeasuredException("the emulator does not take fault rules: " + await reply.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    /// <summary>How often each rule struck, by kind.</summary>
    public async Task<IReadOnlyList<(string Kind, long Count)>> CountFaultsAsync(CancellationToken cancellationToken)
    {
        using var plan = await _control.GetFromJsonAsync<JsonDocument>("faults", cancellationToken);
        return
        [
            .. plan!.RootElement.GetProperty("rules").EnumerateArray()
                .GroupBy(static rule => rule.GetProperty("kind").GetString()!, static rule => rule.GetProperty("fired").GetInt64())
                .Select(static kind => (kind.Key, kind.Sum())),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Starts the emulator's own program with another environment, which the command line does not offer.</summary>
    /// <exception cref="NotMeasuredException">It did not start.</exception>
    public static Task<EmulatorProcess> StartWithEnvironmentAsync(string environmentId, CancellationToken cancellationToken) =>
        StartAsync(
            ProgramRun.Start(Programs.Require("dotnet"), [Path.Combine(AppContext.BaseDirectory, "WxCloud.Emulator.dll"), "--port", "0", "--in-memory", "--environment", environmentId]),
            cancellationToken);

    private static Task<EmulatorProcess> StartAsync(WxCloudProgram program, string[] options, CancellationToken cancellationToken) =>
        StartAsync(program.Start(["emulator", "--port", "0", .. options]), cancellationToken);

    private static async Task<EmulatorProcess> StartAsync(Process process, CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return line is not null && Address().Match(line) is { Success: true } match
            ? new(process, new(match.Value))
            : throw new NotMeasuredException("the emulator did not start: " + await process.StandardError.ReadToEndAsync(cancellationToken));
    }

    [GeneratedRegex(@"http://[^\s,]+/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}

/// <summary>The answer of <c>GET /_emulator/requests</c>.</summary>
internal sealed class RequestCounts(JsonElement answer)
{
    public const string PartRoute = "object:PART";

    /// <summary>How often a route was called, such as <c>tcb/uploadfile</c> or <c>object:GET</c>.</summary>
    public long Of(string route) => answer.GetProperty("routes").TryGetProperty(route, out var count) ? count.GetInt64() : 0;

    /// <summary>How many requests stored, copied or deleted objects.</summary>
    public long Writes => Of("object:PUT") + Of("object:POST") + Of("object:COPY") + Of("object:DELETE") + Of(PartRoute);

    public long Total => answer.GetProperty("total").GetInt64();

    public override string ToString() => answer.GetProperty("routes").ToString();
}
