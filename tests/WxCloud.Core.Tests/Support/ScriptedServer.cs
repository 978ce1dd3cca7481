using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Core.Tests.Support;

/// <summary>
/// A server that sends exactly the bytes that a test gives it, and then closes the connection. Real servers break rules in ways
/// that no framework allows.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<ScriptedRequest, ScriptedReply> _answer;
    private readonly Func<ScriptedRequest, ScriptedReply?>? _answerHead;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="answer">Answers a request that was read.</param>
    /// <param name="answerHead">Answers a request of which only the head was read; <see langword="null"/>, also as its result, to read the body.</param>
    public ScriptedServer(Func<ScriptedRequest, ScriptedReply> answer, Func<ScriptedRequest, ScriptedReply?>? answerHead = null)
    {
        _answer = answer;
        _answerHead = answerHead;
        _listener.Start();
        Endpoint = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAny(_serving);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadHeadAsync(stream);
                var reply = _answerHead?.Invoke(request);
                request = reply is null ? await ReadBodyAsync(stream, request) : request;
                Requests.Enqueue(request);
                reply ??= _answer(request);
                if (reply.Drip is { } pace)
                {
                    await DripAsync(stream, reply.Bytes, pace);
                }
                else
                {
                    await stream.WriteAsync(reply.Bytes, _stop.Token);
                }

                if (reply.ThenSilence)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task DripAsync(NetworkStream stream, byte[] bytes, TimeSpan pace)
    {
        foreach (var one in bytes)
        {
            await stream.WriteAsync(new[] { one }, _stop.Token);
            await Task.Delay(pace, _stop.Token);
        }
    }

    private static async Task<ScriptedRequest> ReadHeadAsync(NetworkStream stream)
    {
        var head = new MemoryStream();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                throw new EndOfStreamException();
            }

            head.Write(one);
        }

        var lines = Encoding.Latin1.GetString(head.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..])
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        if (headers.ContainsKey("Expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        }

        var start = lines[0].Split(' ');
        return new(start[0], start[1], headers, []);
    }

    private static async Task<ScriptedRequest> ReadBodyAsync(NetworkStream stream, ScriptedRequest head)
    {
        var body = new byte[head.Headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        return head with { Body = body };
    }

    private static bool EndsHead(MemoryStream head) =>
        head.Length >= 4 && head.GetBuffer().AsSpan((int)head.Length - 4, 4).SequenceEqual("\r\n\r\n"u8);
}

internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <param name="Bytes">All that is said.</param>
/// <param name="ThenSilence">Whether the connection stays open afterwards.</param>
/// <param name="Drip">The pause after each byte; <see langword="null"/> for none.</param>
internal sealed record ScriptedReply(byte[] Bytes, bool ThenSilence = false, TimeSpan? Drip = null)
{
    /// <summary>A reply with these header lines, as they are, and this body.</summary>
    public static ScriptedReply Of(string status, string headers, byte[] body) =>
        new([.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n\r\n"), .. body]);

    public static ScriptedReply Of(string status, string headers, string body) => Of(status, headers, Encoding.UTF8.GetBytes(body));

    public static ScriptedReply Json(string json) =>
        Of("200 OK", $"Content-Type: application/json; encoding=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}", json);
}
