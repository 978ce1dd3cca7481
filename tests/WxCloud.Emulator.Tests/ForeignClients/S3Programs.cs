using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;

namespace WxCloud.Emulator.Tests.ForeignClients;

/// <summary>An emulator and a folder of files, for programs that speak S3.</summary>
internal sealed class S3Programs : IAsyncDisposable
{
    // These programs must not use the machine's settings for other services.
    private static readonly Dictionary<string, string?> s_variables = new()
    {
        ["AWS_CA_BUNDLE"] = null, ["AWS_PROFILE"] = null, ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null, ["AWS_SESSION_TOKEN"] = null,
        ["http_proxy"] = null, ["https_proxy"] = null, ["HTTP_PROXY"] = null, ["HTTPS_PROXY"] = null, ["NO_PROXY"] = null, ["no_proxy"] = null,
    };

    private readonly EmulatorHost _host;
    private readonly TemporaryFolder _folder = new();

    private S3Programs(EmulatorHost host) => _host = host;

    public string Authority => _host.Endpoint.Authority;

    /// <summary>Holds <c>a b.txt</c>, <c>big.bin</c> (12 MB) and <c>目录/文件+1.txt</c>.</summary>
    public string Source => _folder.Combine("source");

    public static async Task<S3Programs> StartAsync()
    {
        var programs = new S3Programs(await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation));
        Directory.CreateDirectory(Path.Combine(programs.Source, "目录"));
        await File.WriteAllTextAsync(Path.Combine(programs.Source, "a b.txt"), "hello", TestEmulator.Cancellation);
        await File.WriteAllTextAsync(Path.Combine(programs.Source, "目录", "文件+1.txt"), "你好", TestEmulator.Cancellation);
        var big = new byte[12_000_000];
        new Random(1).NextBytes(big);
        await File.WriteAllBytesAsync(Path.Combine(programs.Source, "big.bin"), big, TestEmulator.Cancellation);
        return programs;
    }

    public string Combine(string name) => _folder.Combine(name);

    /// <summary>Runs a program; the emulator is its proxy, so that the real names of the service lead here.</summary>
    public Task<string> RunAsync(string name, params string[] arguments)
    {
        return ForeignProgram.RunAsync(name, new Dictionary<string, string?>(s_variables) { ["http_proxy"] = $"http://{Authority}" }, arguments);
    }

    /// <summary>How many requests with the bytes of files there were.</summary>
    public async Task<int> SentAsync()
    {
        using var client = new HttpClient { BaseAddress = _host.Endpoint };
        using var counts = JsonDocument.Parse(await client.GetStringAsync("_emulator/requests", TestEmulator.Cancellation));
        return counts.RootElement.GetProperty("routes").EnumerateObject().Where(route => route.Name is "object:PUT" or "object:PART").Sum(route => route.Value.GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _host.DisposeAsync();
    }
}
