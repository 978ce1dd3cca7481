using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;

// A service with scripted functions and logins, for what the emulator does not answer. A reply is a JSON text by route, or by
// route and function; requests are kept.
public sealed class FunctionServer : IDisposable
{
    private readonly HttpListener _listener = new HttpListener();
    private readonly Dictionary<string, string> _replies = new Dictionary<string, string>();
    private readonly List<string> _requests = new List<string>();

    public FunctionServer()
    {
        var finder = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        finder.Start();
        Endpoint = "http://127.0.0.1:" + ((IPEndPoint)finder.LocalEndpoint).Port;
        finder.Stop();
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Endpoint { get; private set; }

    public string[] Requests
    {
        get
        {
            lock (_requests)
            {
                return _requests.ToArray();
            }
        }
    }

    public void Reply(string route, string json)
    {
        lock (_replies)
        {
            _replies[route] = json;
        }
    }

    public void Dispose()
    {
        _listener.Close();
    }

    private void Serve()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = _listener.GetContext();
            }
            catch (Exception)
            {
                return;
            }

            var route = call.Request.Url.AbsolutePath.TrimStart('/');
            string body;
            using (var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8))
            {
                body = reader.ReadToEnd();
            }

            var function = call.Request.QueryString["name"];
            var key = function == null ? route : route + " " + function;
            string reply;
            lock (_requests)
            {
                _requests.Add(key + " " + call.Request.QueryString["js_code"] + body);
            }

            lock (_replies)
            {
                if (!_replies.TryGetValue(key, out reply))
                {
                    reply = route.EndsWith("token") ? "{\"access_token\":\"t\",\"expires_in\":7200}" : "{\"errcode\":-501000,\"errmsg\":\"FunctionName parameter could not be found\"}";
                }
            }

            var bytes = Encoding.UTF8.GetBytes(reply);
            call.Response.ContentType = "application/json";
            call.Response.ContentLength64 = bytes.Length;
            call.Response.OutputStream.Write(bytes, 0, bytes.Length);
            call.Response.Close();
        }
    }
}
