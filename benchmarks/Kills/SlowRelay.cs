using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Benchmarks.Kills;

/// <summary>
/// Relays connections to a server like a slow network: the bytes per second of each connection are limited. It counts what clients
/// receive.
/// </summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly long _bytesPerSecond;
    private readonly Task _serving;
    private long _received;

    public SlowRelay(Uri server, long bytesPerSecond)
    {
        _server = server;
        _bytesPerSecond = bytesPerSecond;
        _listener.Start();
        Endpoint = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Bytes that clients received, heads of replies included.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _received);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAny(_serving);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            _ = RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var server = new TcpClient();
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());

                // The first side to close ends both directions: the reply to a killed client must not go on.
                await Task.WhenAny(near.CopyToAsync(far, _stop.Token), SlowlyAsync(far, near));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side left, or all is over.
            }
        }
    }

    private async Task SlowlyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[BufferBytes];
        var (moved, began) = (0L, 0L);
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            Interlocked.Add(ref _received, read);
            began = moved == 0 ? Stopwatch.GetTimestamp() : began;
            moved += read;
            var ahead = TimeSpan.FromSeconds(moved / (double)_bytesPerSecond) - Stopwatch.GetElapsedTime(began);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, _stop.Token);
            }
        }
    }
}
