using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

/// <summary>
/// A service that stops responding: it issues tickets and links to itself, but reads no upload to its
/// end and finishes no download. Below /silent it sends nothing at all.
/// </summary>
public sealed class UnresponsiveServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = new List<TcpClient>();
    private readonly List<TcpClient> _hanging = new List<TcpClient>();

    public UnresponsiveServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Endpoint => "http://" + _listener.LocalEndpoint;

    /// <summary>The number of requests that were not answered.</summary>
    public int Silent
    {
        get
        {
            lock (_clients)
            {
                return _hanging.Count;
            }
        }
    }

    /// <summary>Whether the clients of all unanswered requests have closed their connections.</summary>
    public bool AllClosed
    {
        get
        {
            lock (_clients)
            {
                return _hanging.All(IsClosed);
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
        }
    }

    private static bool IsClosed(TcpClient client)
    {
        try
        {
            // Bytes that were sent and not read come first: read past them.
            var rest = new byte[1 << 16];
            while (client.Client.Poll(0, SelectMode.SelectRead))
            {
                if (client.Client.Receive(rest) == 0)
                {
                    return true;
                }
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            lock (_clients)
            {
                _clients.Add(client);
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var stream = client.GetStream();
        while (true)
        {
            var head = await ReadHeadAsync(stream);
            if (head.StartsWith("POST /tcb/uploadfile"))
            {
                var body = await ReadBodyAsync(stream, head);
                var path = Regex.Match(body, "\"path\":\"([^\"]+)\"").Groups[1].Value;
                await AnswerAsync(stream, "{\"errcode\":0,\"url\":\"" + Endpoint + "/objects/" + path + "\",\"token\":\"t\",\"authorization\":\"a\","
                    + "\"file_id\":\"cloud://local-env.bucket/" + path + "\",\"cos_file_id\":\"c\"}");
            }
            else if (head.StartsWith("POST /tcb/batchdownloadfile"))
            {
                var body = await ReadBodyAsync(stream, head);
                var files = Regex.Matches(body, "\"fileid\":\"([^\"]+)\"").Cast<Match>().Select(match =>
                    "{\"fileid\":\"" + match.Groups[1].Value + "\",\"status\":0,\"errmsg\":\"ok\",\"download_url\":\""
                    + Endpoint + "/objects/" + match.Groups[1].Value.Substring(match.Groups[1].Value.LastIndexOf('/') + 1) + "?sign=x&t=1\"}");
                await AnswerAsync(stream, "{\"errcode\":0,\"file_list\":[" + string.Join(",", files) + "]}");
            }
            else
            {
                if (head.StartsWith("GET /objects/"))
                {
                    var begin = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nETag: \"x\"\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 1000));
                    await stream.WriteAsync(begin, 0, begin.Length);
                }

                lock (_clients)
                {
                    _hanging.Add(client);
                }

                return;
            }
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n") && await stream.ReadAsync(one, 0, 1) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static async Task<string> ReadBodyAsync(Stream stream, string head)
    {
        var length = int.Parse(Regex.Match(head, "Content-Length: (\\d+)", RegexOptions.IgnoreCase).Groups[1].Value);
        var body = new byte[length];
        for (var read = 0; read < length;)
        {
            read += await stream.ReadAsync(body, read, length - read);
        }

        return Encoding.UTF8.GetString(body);
    }

    private static Task AnswerAsync(Stream stream, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var head = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.Length + "\r\n\r\n");
        return stream.WriteAsync(head.Concat(bytes).ToArray(), 0, head.Length + bytes.Length);
    }
}
