using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Emulator;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Support;

/// <summary>The emulator in this process, in memory, and a connection to it.</summary>
internal sealed class RunningEmulator : IAsyncDisposable
{
    public const string Bucket = "6c6f-local-env-1250000000";

    /// <summary>
    /// A hundredth of it passes. The usual limit for silence would shrink to 0.6 seconds, which a busy machine needs for one answer.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(12);

    private readonly EmulatorHost _host;
    private readonly HttpClient _control;
    private readonly TemporaryFolder _data = new();
    private readonly List<WxCloudConnection> _connections = [];

    private RunningEmulator(EmulatorHost host)
    {
        _host = host;
        _control = new() { BaseAddress = host.Endpoint };
        Connection = Connect();
    }

    public Uri Endpoint => _host.Endpoint;

    public WxCloudConnection Connection { get; private set; }

    public Engine Engine => Connection.Engine;

    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="options">The options of the emulator.</param>
    public static async Task<RunningEmulator> StartAsync(CancellationToken cancellationToken, EmulatorOptions? options = null) =>
        new(await EmulatorHost.StartAsync((options ?? new()) with { Port = 0 }, cancellationToken));

    /// <summary>
    /// Another connection, with other settings and another clock. Tokens are kept in memory, and silence is awaited for long, unless its
    /// settings differ.
    /// </summary>
    public WxCloudConnection Connect(Func<ConnectionSettings, ConnectionSettings>? change = null, TimeProvider? time = null)
    {
        var settings = ConnectionSettings.ForEmulator(Endpoint) with { NoTokenCache = true, DataFolder = _data.Path, Timeout = s_patience };
        var connection = new WxCloudConnection(change?.Invoke(settings) ?? settings, time ?? new AcceleratedTime());
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Replaces the connection by one that gives up soon when the emulator is silent, and by one that does not.</summary>
    /// <param name="silence">The limit for silence, of which a hundredth passes; <see langword="null"/> for the long one.</param>
    public void Reconnect(TimeSpan? silence = null)
    {
        Connection.Dispose();
        Connection = Connect(settings => silence is { } limit ? settings with { Timeout = limit } : settings);
    }

    public async Task PostAsync(string control, object? body, CancellationToken cancellationToken)
    {
        using var reply = await _control.PostAsJsonAsync("_emulator/" + control, body ?? new { }, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Breaks one route in one way.</summary>
    /// <param name="route">An API path or such as <c>object:GET</c>.</param>
    /// <param name="kind">The kind of fault.</param>
    /// <param name="value">What it needs; <see langword="null"/> for its default.</param>
    /// <param name="times">How often; <see langword="null"/> for ever.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task BreakAsync(string route, string kind, int? value, int? times, CancellationToken cancellationToken)
    {
        using var reply = await _control.PutAsJsonAsync("_emulator/faults", new { seed = 1, rules = new[] { new { route, kind, value, times } } }, cancellationToken);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>How often the faults struck.</summary>
    public async Task<int> CountFaultsAsync(CancellationToken cancellationToken)
    {
        var faults = await _control.GetFromJsonAsync<JsonElement>("_emulator/faults", cancellationToken);
        return faults.GetProperty("rules").EnumerateArray().Sum(static rule => rule.GetProperty("fired").GetInt32());
    }

    /// <summary>How often a route was called since the last reset.</summary>
    public async Task<int> CountAsync(string route, CancellationToken cancellationToken)
    {
        var counts = await _control.GetFromJsonAsync<JsonElement>("_emulator/requests", cancellationToken);
        return counts.GetProperty("routes").TryGetProperty(route, out var count) ? count.GetInt32() : 0;
    }

    public async Task<IReadOnlyList<Outcome<string, WxCloudFile>>> UploadAsync(UploadPlan plan, IEnumerable<string> paths, CancellationToken cancellationToken) =>
        await Engine.Uploader
            .SendAsync(paths.SelectMany(plan.ExpandPattern).ToAsyncEnumerable(), new() { EnvironmentId = "local-env" }, meter: null, cancellationToken)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Outcome<string, WxCloudDownload>>> DownloadAsync(
        IEnumerable<string> fileIds,
        DownloadOptions options,
        CancellationToken cancellationToken) =>
        await Engine.Downloader.ReceiveAsync(fileIds.ToAsyncEnumerable(), options, meter: null, cancellationToken).ToListAsync(cancellationToken);

    public static string FileId(string cloudPath) => $"cloud://local-env.{Bucket}/{cloudPath}";

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _control.Dispose();
        await _host.DisposeAsync();
        _data.Dispose();
    }
}
