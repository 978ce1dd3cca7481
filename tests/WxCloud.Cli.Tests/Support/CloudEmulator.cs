using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator;
using Xunit;

namespace WxCloud.Cli.Tests.Support;

/// <summary>The emulator in this process, in memory unless its options differ, and its control calls.</summary>
internal sealed class CloudEmulator : IAsyncDisposable
{
    public const string Bucket = "6c6f-local-env-1250000000";

    private readonly EmulatorHost _host;
    private readonly HttpClient _control;

    private CloudEmulator(EmulatorHost host)
    {
        _host = host;
        _control = new() { BaseAddress = host.Endpoint };
    }

    public Uri Endpoint => _host.Endpoint;

    public static async Task<CloudEmulator> StartAsync(CancellationToken cancellationToken, EmulatorOptions? options = null) =>
        new(await EmulatorHost.StartAsync((options ?? new()) with { Port = 0 }, cancellationToken));

    public static string FileId(string cloudPath) => $"cloud://local-env.{Bucket}/{cloudPath}";

    public async Task PostAsync(string control, object? body, CancellationToken cancellationToken)
    {
        using var reply = await _control.PostAsJsonAsync("_emulator/" + control, body ?? new { }, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Injects a fault into one route.</summary>
    /// <param name="route">An API path, or for example <c>object:GET</c>.</param>
    /// <param name="kind">The kind of fault.</param>
    /// <param name="value">The value of the kind; <see langword="null"/> for its default.</param>
    /// <param name="times">How often; <see langword="null"/> for always.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task BreakAsync(string route, string kind, int? value, int? times, CancellationToken cancellationToken)
    {
        using var reply = await _control.PutAsJsonAsync("_emulator/faults", new { seed = 1, rules = new[] { new { route, kind, value, times } } }, cancellationToken);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>How often a route was called since the last reset.</summary>
    public async Task<int> CountAsync(string route, CancellationToken cancellationToken)
    {
        var counts = await _control.GetFromJsonAsync<JsonElement>("_emulator/requests", cancellationToken);
        return counts.GetProperty("routes").TryGetProperty(route, out var count) ? count.GetInt32() : 0;
    }

    /// <summary>The highest number of requests in flight since the last reset.</summary>
    public async Task<int> MaxInFlightAsync(CancellationToken cancellationToken) =>
        (await _control.GetFromJsonAsync<JsonElement>("_emulator/requests", cancellationToken)).GetProperty("maxInFlight").GetInt32();

    /// <summary>The reply to a temporary URL.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string url, CancellationToken cancellationToken) => await _control.GetAsync(new Uri(url), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _host.DisposeAsync();
    }
}
