using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Connection;

/// <summary>Proxy settings reach a program through its environment, so it takes a program to test them.</summary>
public sealed class ProxyTests
{
    private static readonly string[] s_showToken = ["token", "--as-plain-text", "--no-token-cache"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Calls_go_through_the_proxy_of_the_environment(string variable)
    {
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Of("502 Bad Gateway", "Content-Length: 0", ""));
        var run = await ShowTokenAsync("https://gateway.example/", new() { [variable] = proxy.Endpoint.AbsoluteUri });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(proxy.Endpoint.Authority, run.Error, StringComparison.Ordinal);
        Assert.Equal(("CONNECT", "gateway.example:443"), (proxy.Requests.First().Method, proxy.Requests.First().Target));
    }

    [Fact]
    public async Task A_proxy_that_asks_for_a_password_is_named_and_exits_with_3()
    {
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Of("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\nContent-Length: 0", ""));
        var run = await ShowTokenAsync("https://gateway.example/", new() { ["HTTPS_PROXY"] = proxy.Endpoint.AbsoluteUri });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"The proxy '{proxy.Endpoint.Authority}'", run.Error, StringComparison.Ordinal);
        Assert.Contains(": HTTP 407 (gateway.example", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_gets_the_user_name_and_the_password_of_its_address()
    {
        await using var proxy = new ScriptedServer(static request => request.Headers.ContainsKey("Proxy-Authorization")
            ? ScriptedReply.Of("502 Bad Gateway", "Content-Length: 0", "")
            : ScriptedReply.Of("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\nContent-Length: 0", ""));
        var run = await ShowTokenAsync("https://gateway.example/", new() { ["HTTPS_PROXY"] = $"http://user:pass%40word@{proxy.Endpoint.Authority}/" });
        Assert.Contains(proxy.Requests, static request => request.Headers.GetValueOrDefault("Proxy-Authorization") == "Basic " + Convert.ToBase64String("user:pass@word"u8));
        Assert.Contains("HTTP 502", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_connection_is_named_and_exits_with_3()
    {
        var run = await ShowTokenAsync("https://gateway.example/", new() { ["HTTPS_PROXY"] = "http://127.0.0.1:1" });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The proxy '127.0.0.1:1' cannot be reached", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_is_reached_directly_whatever_the_proxy()
    {
        await using var emulator = await CloudEmulator.StartAsync(Token);
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Json("{}"));
        var run = await ShowTokenAsync(emulator.Endpoint.AbsoluteUri, new() { ["HTTP_PROXY"] = proxy.Endpoint.AbsoluteUri, ["ALL_PROXY"] = proxy.Endpoint.AbsoluteUri });
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task A_host_of_no_proxy_is_reached_directly()
    {
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Json("{}"));
        var run = await ShowTokenAsync("https://gateway.invalid/", new() { ["HTTPS_PROXY"] = proxy.Endpoint.AbsoluteUri, ["NO_PROXY"] = "gateway.invalid" });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("gateway.invalid", run.Error, StringComparison.Ordinal);
        Assert.Empty(proxy.Requests);
    }

    private static async Task<CommandLineRun> ShowTokenAsync(string endpoint, Dictionary<string, string?> proxies)
    {
        using var folder = new TemporaryFolder();
        return await new CommandLineProgram(new(endpoint), folder.Path).RunAsync(s_showToken, environment: WithoutProxies(proxies));
    }

    private static Dictionary<string, string?> WithoutProxies(Dictionary<string, string?> given)
    {
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy" })
        {
            given.TryAdd(name, null);
        }

        return given;
    }
}
