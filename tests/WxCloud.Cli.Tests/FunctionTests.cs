using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>Functions and logins against a small server that answers what it is given.</summary>
public sealed class FunctionTests : IAsyncLifetime
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Dictionary<string, string> _replies = new()
    {
        ["/cgi-bin/stable_token"] = """{"access_token":"t","expires_in":7200}""",
        ["/tcb/invokecloudfunction"] = """{"errcode":0,"errmsg":"ok","resp_data":"{\"sum\":3}"}""",
        ["/tcb/adddelayedfunctiontask"] = """{"errcode":0,"errmsg":"ok"}""",
        ["/sns/jscode2session"] = """{"openid":"o1","session_key":"c2VjcmV0LWtleQ=="}""",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("wxcloud").FullName;
    private Uri _endpoint = null!;

    private CommandLineProgram Program => new(_endpoint, _folder);

    public ValueTask InitializeAsync()
    {
        using var finder = new TcpListener(IPAddress.Loopback, 0);
        finder.Start();
        _endpoint = new($"http://127.0.0.1:{((IPEndPoint)finder.LocalEndpoint).Port}/");
        finder.Stop();
        _listener.Prefixes.Add(_endpoint.AbsoluteUri);
        _listener.Start();
        _ = Task.Run(ServeAsync);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        ((IDisposable)_listener).Dispose();
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task A_function_is_called_with_its_event_and_its_result_is_printed_as_it_is()
    {
        var run = await Program.RunAsync(["invoke", "sum", """{"a":1}"""]);
        Assert.Equal((0, """{"sum":3}"""), (run.ExitCode, run.Output.Trim()));
        Assert.Contains(_requests, static request => request.Contains("name=sum", StringComparison.Ordinal) && request.EndsWith("""{"a":1}""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_in_a_function_is_an_error_and_the_call_is_not_repeated()
    {
        _replies["/tcb/invokecloudfunction"] = """{"errcode":-504002,"errmsg":"boom"}""";
        var run = await Program.RunAsync(["invoke", "bad", "--json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("WxCloud.Function.Threw", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad: ", run.Error, StringComparison.Ordinal);
        Assert.Single(_requests, static request => request.Contains("invokecloudfunction", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_timeout_is_repeated_only_when_asked()
    {
        _replies["/tcb/invokecloudfunction"] = """{"errcode":-501002,"errmsg":"timeout"}""";
        Assert.Equal(1, (await Program.RunAsync(["invoke", "slow"])).ExitCode);
        Assert.Single(_requests, static request => request.Contains("invokecloudfunction", StringComparison.Ordinal));
        Assert.Equal(1, (await Program.RunAsync(["invoke", "slow", "--retry-on-timeout"])).ExitCode);
        Assert.True(_requests.Count(static request => request.Contains("invokecloudfunction", StringComparison.Ordinal)) > 3);
    }

    [Fact]
    public async Task Delay_calls_a_function_later()
    {
        Assert.Equal(0, (await Program.RunAsync(["invoke", "remind", """{"a":1}""", "--delay", "60"])).ExitCode);
        Assert.Contains(_requests, static request => request.Contains("\"delay_time\":60", StringComparison.Ordinal) && request.Contains("\"function_name\":\"remind\"", StringComparison.Ordinal));
        Assert.Equal(2, (await Program.RunAsync(["invoke", "remind", "--delay", "5"])).ExitCode);
    }

    [Fact]
    public async Task A_login_prints_the_openid_and_the_key_only_when_asked()
    {
        var run = await Program.RunAsync(["login", "code1"]);
        Assert.Equal((0, "o1"), (run.ExitCode, run.Output.Trim()));
        Assert.Contains(_requests, static request => request.Contains("js_code=code1", StringComparison.Ordinal));
        Assert.DoesNotContain("c2VjcmV0", (await Program.RunAsync(["login", "code1", "--json"])).Output, StringComparison.Ordinal);
        Assert.Contains("c2VjcmV0", (await Program.RunAsync(["login", "code1", "--as-plain-text", "--json"])).Output, StringComparison.Ordinal);
        _replies["/sns/jscode2session"] = """{"errcode":40029,"errmsg":"invalid code"}""";
        var refused = await Program.RunAsync(["login", "used", "--json"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("WxCloud.Login.CodeInvalid", refused.Error, StringComparison.Ordinal);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            var call = await _listener.GetContextAsync();
            using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
            _requests.Enqueue($"{call.Request.Url!.PathAndQuery} {await reader.ReadToEndAsync()}");
            call.Response.ContentType = "application/json";
            await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(_replies[call.Request.Url.AbsolutePath]));
            call.Response.Close();
        }
    }
}
