using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

/// <summary>A server of the kind that examples send files to and fetch from: it accepts every request and answers with a little JSON.</summary>
public sealed class WebServer : IDisposable
{
    private readonly HttpListener _listener = new HttpListener();

    public WebServer()
    {
        Uri = new Uri("http://127.0.0.1:" + FreePort() + "/files/report.json");
        _listener.Prefixes.Add(Uri.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        ServeAsync();
    }

    /// <summary>An address of the server.</summary>
    public Uri Uri { get; }

    /// <summary>How many requests it has answered.</summary>
    public int Count { get; private set; }

    public void Dispose()
    {
        _listener.Close();
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private async void ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                Count++;
                Answer(context);
            }
        }
        catch (Exception e) when (e is HttpListenerException || e is ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private static async void Answer(HttpListenerContext context)
    {
        await context.Request.InputStream.CopyToAsync(System.IO.Stream.Null).ConfigureAwait(false);
        var body = Encoding.UTF8.GetBytes("{\"id\":\"f1\",\"ok\":true}");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body, 0, body.Length).ConfigureAwait(false);
        context.Response.Close();
    }
}
