using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

/// <summary>
/// A service that returns known secrets in every place where the real one does: tokens, tickets, links. Below /refuse, and
/// for objects named refused, it fails and repeats all that it was sent.
/// </summary>
public sealed class SecretServer : IDisposable
{
    private const string Bucket = "cloud://planted-env.objects/";

    private readonly HttpListener _listener = new HttpListener();
    private int _tokens;
    private int _heads;

    public SecretServer()
    {
        Endpoint = "http://localhost:" + FreePort();
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>What every token begins with.</summary>
    public string Token { get; } = "planted+issued/token=01";

    public string TicketSignature { get; } = "planted-ticket-signature-02";

    public string TicketToken { get; } = "planted-ticket-token-03";

    public string LinkSignature { get; } = "planted-link-signature-04";

    public string SessionKey { get; } = "planted-session-key-10==";

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
            catch (Exception e) when (e is ObjectDisposedException || e is HttpListenerException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var request = context.Request;
        var body = new StreamReader(request.InputStream, Encoding.UTF8).ReadToEnd();
        var path = request.Url.AbsolutePath;
        var everything = request.HttpMethod + " " + request.Url + " " + body + " " + string.Join("; ", request.Headers.AllKeys.Select(key => key + ": " + request.Headers[key]));
        if (path.StartsWith("/refuse/"))
        {
            Write(context, 200, "{\"errcode\":40013,\"errmsg\":" + JsonSerializer.Serialize("refused: " + everything) + "}");
        }
        else if (path.EndsWith("/refused.txt"))
        {
            Write(context, 403, "<Error><Code>AccessDenied</Code><Message>" + WebUtility.HtmlEncode(everything) + "</Message></Error>");
        }
        else if (path == "/objects/" && request.HttpMethod == "GET")
        {
            var isRefused = (request.QueryString["prefix"] ?? string.Empty).StartsWith("refused");
            Write(context, isRefused ? 403 : 200, isRefused
                ? "<Error><Code>AccessDenied</Code><Message>" + WebUtility.HtmlEncode(everything) + "</Message></Error>"
                : "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
        }
        else if (request.Headers["x-cos-copy-source"] != null)
        {
            Write(context, 200, "<CopyObjectResult><ETag>\"900150983cd24fb0d6963f7d28e17f72\"</ETag></CopyObjectResult>");
        }
        else if (path.StartsWith("/objects/") && request.HttpMethod == "HEAD" && request.Headers["Authorization"] != null)
        {
            // Nothing stands where copies go; afterwards the copy does.
            var isThere = !path.EndsWith("/b.txt") || Interlocked.Increment(ref _heads) % 2 == 0;
            context.Response.Headers["ETag"] = "\"900150983cd24fb0d6963f7d28e17f72\"";
            context.Response.Headers["x-cos-hash-crc64ecma"] = "1";
            context.Response.Headers["x-cos-meta-fileid"] = "c";
            Write(context, isThere ? 200 : 404, string.Empty);
        }
        else if (path.StartsWith("/objects/"))
        {
            context.Response.Headers["ETag"] = "\"900150983cd24fb0d6963f7d28e17f72\"";
            Write(context, request.HttpMethod == "POST" ? 204 : 200, request.HttpMethod == "GET" ? "abc" : string.Empty);
        }
        else
        {
            Write(context, 200, Reply(path, body));
        }
    }

    private string Reply(string path, string body)
    {
        switch (path)
        {
            case "/cgi-bin/stable_token":
            case "/cgi-bin/token":
                return "{\"access_token\":\"" + Token + Interlocked.Increment(ref _tokens) + "\",\"expires_in\":7200}";
            case "/tcb/uploadfile":
                var name = Regex.Match(body, "\"path\":\"([^\"]+)\"").Groups[1].Value;
                return "{\"errcode\":0,\"url\":\"" + Endpoint + "/objects/" + name + "\",\"token\":\"" + TicketToken + "\",\"authorization\":\"" + TicketSignature
                    + "\",\"file_id\":\"" + Bucket + name + "\",\"cos_file_id\":\"c\"}";
            case "/tcb/batchdownloadfile":
                return "{\"errcode\":0,\"file_list\":[" + string.Join(",", FileIds(body).Select(id =>
                    "{\"fileid\":\"" + id + "\",\"status\":0,\"errmsg\":\"ok\",\"download_url\":\"" + Endpoint + "/objects/" + id.Substring(Bucket.Length) + "?sign=" + LinkSignature + "&t=1\"}")) + "]}";
            case "/tcb/batchdeletefile":
                return "{\"errcode\":0,\"delete_list\":[" + string.Join(",", FileIds(body).Select(id => "{\"fileid\":\"" + id + "\",\"status\":0,\"errmsg\":\"ok\"}")) + "]}";
            case "/tcb/databaseadd":
                return "{\"errcode\":0,\"id_list\":[\"a\"]}";
            case "/tcb/databasequery":
                // There is one document; what follows it, or has another kind of id, is asked for by a comparison.
                return body.Contains("_.gt") ? "{\"errcode\":0,\"data\":[]}" : "{\"errcode\":0,\"pager\":{\"Offset\":0,\"Limit\":10,\"Total\":1},\"data\":[\"{\\\"_id\\\":\\\"a\\\"}\"]}";
            case "/tcb/databasecount":
                return "{\"errcode\":0,\"count\":1}";
            case "/tcb/databaseupdate":
                return "{\"errcode\":0,\"matched\":1,\"modified\":1,\"id\":\"\"}";
            case "/tcb/databasedelete":
                return "{\"errcode\":0,\"deleted\":1}";
            case "/tcb/databaseaggregate":
                return "{\"errcode\":0,\"data\":[\"{}\"]}";
            case "/tcb/databasecollectionget":
                return "{\"errcode\":0,\"collections\":[],\"pager\":{\"Offset\":0,\"Limit\":10,\"Total\":0}}";
            case "/tcb/databasemigrateimport":
            case "/tcb/databasemigrateexport":
                return "{\"errcode\":0,\"job_id\":1}";
            case "/tcb/databasemigratequeryinfo":
                return "{\"errcode\":0,\"status\":\"success\",\"record_success\":1,\"record_fail\":0,\"err_msg\":\"\",\"file_url\":\"" + Endpoint + "/objects/a.txt?sign=" + LinkSignature + "\"}";
            case "/tcb/invokecloudfunction":
                return "{\"errcode\":0,\"resp_data\":\"{}\"}";
            case "/sns/jscode2session":
                return "{\"openid\":\"o\",\"session_key\":\"" + SessionKey + "\"}";
            default:
                return "{\"errcode\":0}";
        }
    }

    private static string[] FileIds(string body) => Regex.Matches(body, Bucket + "[^\"]+").Cast<Match>().Select(match => match.Value).ToArray();

    private static void Write(HttpListenerContext context, int status, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.Close(bytes, willBlock: false);
    }
}
