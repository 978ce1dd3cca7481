using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Connection;

/// <summary>Each option of the connection and of the output, and those of <c>url</c> and <c>token</c>, by the requests that are made.</summary>
public sealed class ConnectionOptionTests : CommandLineTest
{
    [Fact]
    public async Task Local_uses_no_configured_endpoint()
    {
        await SucceedAsync("upload", Folder.Write("a.txt"), "--local");
        Assert.Equal(0, await Emulator.CountAsync("tcb/uploadfile", Token));
    }

    [Fact]
    public async Task App_id_replaces_the_variable()
    {
        Dictionary<string, string?> other = new() { ["WXCLOUD_APPID"] = "wx0000000000000002" };
        Assert.Equal(3, (await RunAsync(["token"], environment: other)).ExitCode);
        var run = await RunAsync(["token", "--app-id", "wx0000000000000001"], environment: other);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Env_replaces_the_variable()
    {
        Folder.Write("a.txt");
        Dictionary<string, string?> other = new() { ["WXCLOUD_ENV"] = "other-env" };
        Assert.NotEqual(0, (await RunAsync(["upload", "a.txt"], environment: other)).ExitCode);
        var run = await RunAsync(["upload", "a.txt", "--env", "local-env"], environment: other);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Endpoint_replaces_the_variable_and_keeps_its_path()
    {
        await using var gateway = new ScriptedServer(static _ => ScriptedReply.Json("""{"access_token":"from-the-gateway","expires_in":7200}"""));
        var run = await SucceedAsync("token", "--as-plain-text", "--endpoint", gateway.Endpoint + "wx");
        Assert.Equal("from-the-gateway", run.Output.Trim());
        Assert.Equal("/wx/cgi-bin/stable_token", Assert.Single(gateway.Requests).Target);
    }

    [Theory]
    [InlineData(true, "/componenttcb/batchdownloadfile")]
    [InlineData(false, "/tcb/batchdownloadfile")]
    public async Task Platform_environment_changes_the_route(bool isPlatform, string route)
    {
        await using var gateway = new ScriptedServer(static _ => ScriptedReply.Json("""{"errcode":40013,"errmsg":"invalid appid"}"""));
        string[] url = ["url", CloudEmulator.FileId("a.txt"), "--endpoint", gateway.Endpoint.AbsoluteUri];
        await RunAsync(isPlatform ? [.. url, "--platform-environment"] : url, environment: new Dictionary<string, string?> { ["WXCLOUD_ACCESS_TOKEN"] = "given-access-token" });
        Assert.StartsWith(route, gateway.Requests.First().Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_mode_chooses_the_call()
    {
        await SucceedAsync("token", "--no-token-cache");
        Assert.Equal((1, 0), (await Emulator.CountAsync("cgi-bin/stable_token", Token), await Emulator.CountAsync("cgi-bin/token", Token)));
        await SucceedAsync("token", "--no-token-cache", "--token-mode", "standard");
        Assert.Equal((1, 1), (await Emulator.CountAsync("cgi-bin/stable_token", Token), await Emulator.CountAsync("cgi-bin/token", Token)));
    }

    [Fact]
    public async Task No_token_cache_asks_each_time_and_without_it_processes_share_a_token()
    {
        await SucceedAsync("token", "--no-token-cache");
        await SucceedAsync("token", "--no-token-cache");
        Assert.Equal(2, await Emulator.CountAsync("cgi-bin/stable_token", Token));
        await SucceedAsync("token");
        await SucceedAsync("token");
        Assert.Equal(3, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task Timeout_is_the_limit_of_silence()
    {
        await using var silent = new ScriptedServer(static _ => new([], ThenSilence: true));
        var run = await RunAsync("token", "--no-token-cache", "--endpoint", silent.Endpoint.AbsoluteUri, "--timeout", "1", "--json");
        Assert.Equal(3, run.ExitCode);
        var error = JsonDocument.Parse(run.Error).RootElement;
        Assert.Equal("WxCloud.Transport.Silence", error.GetProperty("errorId").GetString());
        Assert.Contains("1 s", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_writes_objects_and_errors_as_objects()
    {
        Folder.Write("a.txt", "12345");
        var run = await RunAsync("upload", "a.txt", "missing.txt", "--json");
        Assert.Equal(1, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((CloudEmulator.FileId("a.txt"), 5), (result.GetProperty("fileId").GetString(), result.GetProperty("length").GetInt32()));
        Assert.Equal("missing.txt", JsonDocument.Parse(run.Error).RootElement.GetProperty("item").GetString());
    }

    [Fact]
    public async Task Debug_shows_each_call_and_without_it_none()
    {
        Folder.Write("a.txt");
        Assert.DoesNotContain("debug:", (await RunAsync("upload", "a.txt")).Error, StringComparison.Ordinal);
        var run = await RunAsync("upload", "a.txt", "--debug");
        Assert.Contains("tcb/uploadfile", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Max_age_is_the_lifetime_of_a_URL_and_a_day_without_it()
    {
        var fileId = await StoreAsync("a.txt");
        var brief = Values((await SucceedAsync("url", fileId, "--max-age", "60", "--json")).Output, "url").Single();
        var daily = Values((await SucceedAsync("url", fileId, "--json")).Output, "url").Single();
        Assert.True(await IsServedAsync(brief));
        await Emulator.PostAsync("clock", new { advanceSeconds = 3600 }, Token);
        Assert.False(await IsServedAsync(brief));
        Assert.True(await IsServedAsync(daily));
        await Emulator.PostAsync("clock", new { advanceSeconds = 86400 }, Token);
        Assert.False(await IsServedAsync(daily));
    }

    [Fact]
    public async Task Force_refresh_gets_another_token_and_without_it_the_token_stays()
    {
        var first = (await SucceedAsync("token", "--as-plain-text")).Output;
        Assert.Equal(first, (await SucceedAsync("token", "--as-plain-text")).Output);
        Assert.NotEqual(first, (await SucceedAsync("token", "--as-plain-text", "--force-refresh")).Output);
    }

    [Fact]
    public async Task As_plain_text_prints_the_token_and_without_it_the_token_is_hidden()
    {
        var plain = (await SucceedAsync("token", "--as-plain-text")).Output.Trim();
        Assert.True(plain.Length > 20 && !plain.Contains(' ', StringComparison.Ordinal), plain);
        Assert.DoesNotContain(plain, (await SucceedAsync("token")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(plain, (await SucceedAsync("token", "--json")).Output, StringComparison.Ordinal);
    }

    private async Task<bool> IsServedAsync(string url)
    {
        using var reply = await Emulator.OpenAsync(url, Token);
        return reply.IsSuccessStatusCode;
    }
}
