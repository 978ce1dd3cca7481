using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;
using WxCloud.Emulator.Objects.Signatures;
using Xunit;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>An emulator on a free port, with its own clock and a client that uses a real socket.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string Bucket = "6c6f-local-env-1250000000";

    private readonly EmulatorHost _host;
    private string? _token;

    private TestEmulator(EmulatorHost host, FakeTimeProvider time)
    {
        _host = host;
        Time = time;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 64 }) { BaseAddress = host.Endpoint };
    }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public Uri Endpoint => _host.Endpoint;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? configure = null, FakeTimeProvider? time = null)
    {
        time ??= TestTime.Create();
        var options = new EmulatorOptions() { Port = 0, TimeProvider = time };
        return new TestEmulator(await EmulatorHost.StartAsync(configure?.Invoke(options) ?? options, Cancellation), time);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var reply = await Client.GetAsync(path, Cancellation);
        return await ReadJsonAsync(reply);
    }

    public async Task<JsonElement> PostJsonAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var reply = await Client.PostAsync(path, content, Cancellation);
        return await ReadJsonAsync(reply);
    }

    public Task<JsonElement> OrdinaryTokenAsync()
    {
        return GetJsonAsync($"cgi-bin/token?grant_type=client_credential&appid={EmulatorCredentials.AppId}&secret={EmulatorCredentials.AppSecret}");
    }

    public Task<JsonElement> StableTokenAsync(bool force = false)
    {
        return PostJsonAsync(
            "cgi-bin/stable_token",
            $$"""{"grant_type":"client_credential","appid":"wx0000000000000001","secret":"emulator-secret","force_refresh":{{(force ? "true" : "false")}}}""");
    }

    /// <summary>The errcode of a storage call with a token.</summary>
    public async Task<int> ErrcodeOfAsync(string token, string parameter = "access_token")
    {
        return (await PostJsonAsync($"tcb/uploadfile?{parameter}={token}", """{"env":"local-env","path":"a"}""")).Errcode();
    }

    /// <summary>A call with a stable token.</summary>
    public async Task<JsonElement> CallAsync(string path, string json)
    {
        _token = (await StableTokenAsync()).Text("access_token");
        return await PostJsonAsync($"{path}?access_token={_token}", json);
    }

    /// <summary>Calls a cloud function.</summary>
    /// <param name="name">The function.</param>
    /// <param name="json">Its event.</param>
    /// <param name="query">More of the query, such as <c>&amp;openid=o1</c>.</param>
    public async Task<JsonElement> InvokeAsync(string name, string json = "{}", string query = "")
    {
        _token ??= (await StableTokenAsync()).Text("access_token");
        return await PostJsonAsync($"tcb/invokecloudfunction?access_token={_token}&env=local-env&name={Uri.EscapeDataString(name)}{query}", json);
    }

    /// <summary>Calls a cloud function that succeeds, and returns what it returns.</summary>
    public async Task<JsonElement> ResultAsync(string name, string json = "{}", string query = "")
    {
        var reply = await InvokeAsync(name, json, query);
        Assert.True(reply.Errcode() == 0, reply.ToString());
        using var document = JsonDocument.Parse(reply.Text("resp_data"));
        return document.RootElement.Clone();
    }

    /// <summary>The logs of calls of a function, as soon as there are so many.</summary>
    public async Task<JsonElement[]> LogsAsync(string function, int count = 1)
    {
        JsonElement[] logs = [];
        await WaitAsync(async () =>
        {
            logs = [.. (await GetJsonAsync($"_emulator/functions/logs?name={function}")).GetProperty("logs").EnumerateArray()];
            return logs.Length >= count;
        });
        return logs;
    }

    /// <summary>Waits until something is true, for two minutes.</summary>
    /// <exception cref="TimeoutException">It does not become true.</exception>
    public static async Task WaitAsync(Func<Task<bool>> isTrue)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isTrue())
        {
            try
            {
                await Task.Delay(20, limit.Token);
            }
            catch (OperationCanceledException e) when (!Cancellation.IsCancellationRequested)
            {
                throw new TimeoutException("It did not become true in two minutes.", e);
            }
        }
    }

    public async Task<Ticket> TicketAsync(string path, string environment = "local-env")
    {
        var reply = await CallAsync("tcb/uploadfile", $$"""{"env":"{{environment}}","path":{{JsonSerializer.Serialize(path)}}}""");
        Assert.Equal(0, reply.Errcode());
        return Ticket.Of(path, reply);
    }

    public async Task<HttpResponseMessage> PostFormAsync(string url, Form form)
    {
        using var content = form.ToContent();
        return await Client.PostAsync(url, content, Cancellation);
    }

    /// <summary>Uploads as mini programs do, and returns the ticket.</summary>
    public async Task<Ticket> UploadAsync(string path, byte[] content)
    {
        var ticket = await TicketAsync(path);
        using var reply = await PostFormAsync(ticket.Url, Form.Of(ticket, content));
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        return ticket;
    }

    public Task<Ticket> UploadAsync(string path, string content) => UploadAsync(path, Encoding.UTF8.GetBytes(content));

    /// <summary>The one entry of <c>tcb/batchdownloadfile</c> for a file.</summary>
    public async Task<JsonElement> DownloadEntryAsync(string fileId, int maxAge = 600, string environment = "local-env")
    {
        var json = $$"""{"env":"{{environment}}","file_list":[{"fileid":{{JsonSerializer.Serialize(fileId)}},"max_age":{{maxAge}}}]}""";
        return (await CallAsync("tcb/batchdownloadfile", json)).GetProperty("file_list")[0];
    }

    public async Task<string> LinkAsync(string fileId, int maxAge = 600) => (await DownloadEntryAsync(fileId, maxAge)).Text("download_url");

    /// <summary>Sends a request to the object host in path style, signed with the emulator's key pair.</summary>
    public async Task<HttpResponseMessage> SendSignedAsync(
        HttpMethod method, string key, HttpContent? content = null, Action<HttpRequestMessage>? configure = null, string query = "")
    {
        using var request = new HttpRequestMessage(method, $"{Bucket}/{Uri.EscapeDataString(key)}{(query.Length == 0 ? "" : "?" + query)}") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(method.Method, $"/{key}"));
        configure?.Invoke(request);
        return await Client.SendAsync(request, Cancellation);
    }

    /// <summary>Stores an object as COS clients do.</summary>
    public async Task PutAsync(string key, string content, Action<HttpRequestMessage>? configure = null)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        using var reply = await SendSignedAsync(HttpMethod.Put, key, body, configure);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    /// <summary>The text of an object; null when there is none.</summary>
    public async Task<string?> GetAsync(string key)
    {
        using var reply = await SendSignedAsync(HttpMethod.Get, key);
        return reply.StatusCode == HttpStatusCode.NotFound ? null : await reply.TextAsync();
    }

    public string Authorization(
        string method,
        string path,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? headers = null,
        int startsIn = 0,
        int lifetime = 600,
        string secretId = EmulatorCredentials.SecretId,
        string secretKey = EmulatorCredentials.SecretKey)
    {
        var start = Time.GetUtcNow().ToUnixTimeSeconds() + startsIn;
        var keyTime = string.Create(CultureInfo.InvariantCulture, $"{start};{start + lifetime}");
        var signature = CosSigner.Sign(CosSigner.SignKey(secretKey, keyTime), keyTime, method, path, parameters ?? s_none, headers ?? s_none);
        return $"q-sign-algorithm=sha1&q-ak={secretId}&q-sign-time={keyTime}&q-key-time={keyTime}"
            + $"&q-header-list={Names(headers)}&q-url-param-list={Names(parameters)}&q-signature={signature}";
    }

    /// <summary>Sends bytes unchanged and reads the whole reply; the request should request that the connection is closed.</summary>
    public async Task<string> SendRawAsync(params byte[][] pieces)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        foreach (byte[] piece in pieces)
        {
            await stream.WriteAsync(piece, Cancellation);
        }

        return await ReadAsync(stream);
    }

    /// <summary>Reads until the server closes the connection in any way, or until the answer ends with a given text.</summary>
    public static async Task<string> ReadAsync(NetworkStream stream, string? end = null)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, Cancellation)) > 0)
            {
                answer.Write(buffer, 0, count);
                if (end is not null && Encoding.UTF8.GetString(answer.ToArray()).EndsWith(end, StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // Cut by the server; what came is what counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public Task<string> SendRawAsync(string request) => SendRawAsync(Encoding.UTF8.GetBytes(request));

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_host.Endpoint.Host, _host.Endpoint.Port, Cancellation);
        return client;
    }

    /// <summary>Puts fault rules in force.</summary>
    public Task BreakAsync(params string[] rules) => BreakWithSeedAsync(1, rules);

    public async Task BreakWithSeedAsync(int seed, params string[] rules)
    {
        using var content = new StringContent($$"""{"seed":{{seed}},"rules":[{{string.Join(',', rules)}}]}""");
        using var reply = await Client.PutAsync("_emulator/faults", content, Cancellation);
        Assert.Equal("""{"status":"ok"}""", await reply.TextAsync());
    }

    public Task<JsonElement> RequestsAsync() => GetJsonAsync("_emulator/requests");

    private static readonly Dictionary<string, string> s_none = [];

    private static string Names(IReadOnlyDictionary<string, string>? names)
    {
        return names is null ? string.Empty : string.Join(';', names.Keys.Select(CosSigner.EncodeName).Order(StringComparer.Ordinal));
    }

    private static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage reply)
    {
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(Cancellation));
        return document.RootElement.Clone();
    }
}
