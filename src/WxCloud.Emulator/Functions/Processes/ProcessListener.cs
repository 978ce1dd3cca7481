using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>
/// Accepts the connections of functions' processes: a separate port on loopback, since sockets are the one channel besides stdin and stdout that every system has.
/// Each connection begins with a line: <c>run</c> or <c>watch</c>, and the key of the process. A <c>watch</c> connection is only held, so that the process notices its end.
/// </summary>
internal sealed class ProcessListener : IDisposable
{
    private const int MaxGreeting = 128;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<NetworkStream>> _expected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = [];
    private readonly CancellationTokenSource _end = new();

    /// <exception cref="SocketException">Loopback has no free port.</exception>
    public ProcessListener()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits for the connection of a process.</summary>
    public Task<NetworkStream> ExpectAsync(string key)
    {
        return _expected.GetOrAdd(key, _ => new TaskCompletionSource<NetworkStream>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Gives a process up.</summary>
    public void Forget(string key) => _expected.TryRemove(key, out _);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var client in _clients.Keys)
        {
            client.Dispose();
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false);
                _clients.TryAdd(client, true);
                _ = GreetAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One connection less; others come.
            }
        }
    }

    private async Task GreetAsync(TcpClient client)
    {
        try
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            var words = (await ReadLineAsync(stream).ConfigureAwait(false)).Split(' ');
            if (words is ["run", var key] && _expected.TryGetValue(key, out var expected) && expected.TrySetResult(stream))
            {
                // The stream belongs to the process from now on.
                _clients.TryRemove(client, out _);
                return;
            }

            if (words is ["watch", var watcher] && _expected.ContainsKey(watcher))
            {
                await stream.ReadExactlyAsync(new byte[1], _end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The process has ended, or the emulator ends.
        }

        _clients.TryRemove(client, out _);
        client.Dispose();
    }

    /// <summary>Reads byte by byte: what follows the line belongs to another reader.</summary>
    private async Task<string> ReadLineAsync(NetworkStream stream)
    {
        List<byte> line = [];
        var buffer = new byte[1];
        while (line.Count < MaxGreeting && await stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false) > 0 && buffer[0] != '\n')
        {
            line.Add(buffer[0]);
        }

        return Encoding.ASCII.GetString([.. line]);
    }
}
