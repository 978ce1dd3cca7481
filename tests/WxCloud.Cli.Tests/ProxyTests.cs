using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>Proxy settings reach a program through its environment, so it takes a program to test them.</summary>
public sealed class ProxyTests
{
    private static readonly string[] s_showToken = ["token", "--as-plain-text", "--no-token-cache"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Calls_go_through_the_proxy_of_the_environment(string variable)
    {
        using var folder = new TemporaryFolder();
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Json("""{"access_token":"by-the-proxy","expires_in":7200}"""));
        var run = await new CommandLineProgram(new("http://127.0.0.1:1/"), folder.Path)
            .RunAsync(s_showToken, environment: WithoutProxies(new() { [variable] = proxy.Endpoint.AbsoluteUri }));
        Assert.Equal((0, "by-the-proxy", ""), (run.ExitCode, run.Output.Trim(), run.Error));
        Assert.Equal("http://127.0.0.1:1/cgi-bin/stable_token", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task No_proxy_is_used_for_a_host_that_is_to_be_reached_without()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await CloudEmulator.StartAsync(Token);
        await using var proxy = new ScriptedServer(static _ => ScriptedReply.Json("{}"));
        var run = await new CommandLineProgram(emulator.Endpoint, folder.Path)
            .RunAsync(s_showToken, environment: WithoutProxies(new() { ["HTTP_PROXY"] = proxy.Endpoint.AbsoluteUri, ["NO_PROXY"] = "127.0.0.1" }));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(proxy.Requests);
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
