using System;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Tokens;

public sealed class TokenTests : EmulatorTest
{
    [Theory]
    [InlineData(WxTokenMode.Stable, WxTokenKind.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, WxTokenKind.Standard, "cgi-bin/token")]
    public async Task Many_callers_share_one_request(WxTokenMode mode, WxTokenKind kind, string route)
    {
        var tokens = Emulator.Connect(settings => settings with { TokenMode = mode }).Engine.Tokens;
        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(Token).AsTask()));
        Assert.Single(given.Select(static token => token!.Value).Distinct());
        Assert.All(given, token => Assert.Equal(kind, token!.Kind));
        Assert.Equal(1, await Emulator.CountAsync(route, Token));
    }

    [Theory]
    [InlineData(WxTokenMode.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, "cgi-bin/token")]
    public async Task An_expired_token_is_renewed_once_for_all_refused_calls(WxTokenMode mode, string route)
    {
        var services = Emulator.Connect(settings => settings with { TokenMode = mode }).Engine;
        await services.Tokens.GetAsync(Token);
        await Emulator.PostAsync("tokens/expire", body: null, Token);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => services.Storage.GetUploadTicketAsync("local-env", $"{i}.txt", Token)));
        Assert.Equal(2, await Emulator.CountAsync(route, Token));
    }

    [Fact]
    public async Task A_token_is_renewed_before_its_last_minute()
    {
        var tokens = Engine.Tokens;
        var first = await tokens.GetAsync(Token);
        Assert.Equal(WxTokenOrigin.Cache, (await tokens.GetAsync(Token))!.Source);
        Assert.InRange((first!.ExpiresOn!.Value - System.DateTimeOffset.UtcNow).TotalSeconds, 7000, 7200);
    }

    [Theory]
    [InlineData("{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit\"}")]
    [InlineData("{\"errcode\":-1,\"errmsg\":\"system error\"}")]
    [InlineData("<html></html>")]
    public async Task A_token_that_cannot_be_had_ends_the_command_instead_of_failing_each_item(string reply)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Json(reply));
        using var connection = new WxCloudConnection(
            new() { AppId = "wx1", AppSecret = new("secret-of-wx1"), EnvironmentId = "env", Endpoint = server.Endpoint, NoTokenCache = true, Timeout = TimeSpan.FromHours(1) },
            new AcceleratedTime());
        var downloads = connection.Engine.Downloader.ReceiveAsync(
            Enumerable.Range(0, 200).Select(static i => ScriptedCloud.FileIdOf($"{i}.txt")).ToAsyncEnumerable(),
            new() { EnvironmentId = "env", Destination = System.IO.Path.GetTempPath() },
            meter: null,
            Token);
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await downloads.ToListAsync(Token));
        Assert.True(error.IsFatal);
        Assert.InRange(server.Requests.Count, 1, 6);
    }

    [Fact]
    public async Task A_wrong_secret_is_a_fatal_error_that_names_it()
    {
        var services = Emulator.Connect(static settings => settings with { AppSecret = new("wrong") }).Engine;
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await services.Storage.GetUploadTicketAsync("local-env", "a", Token));
        Assert.Equal("WxCloud.Token.SecretWrong", error.ErrorId);
        Assert.True(error.IsFatal);
        Assert.NotNull(error.RequestId);
        Assert.Equal(1, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task A_given_token_that_is_refused_is_not_retried()
    {
        var services = Emulator.Connect(static settings => settings with { Credential = WxCredentialKind.AccessToken, AccessToken = new("not a token") }).Engine;
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await services.Storage.GetUploadTicketAsync("local-env", "a", Token));
        Assert.Equal("WxCloud.Token.Refused", error.ErrorId);
        Assert.Equal(1, await Emulator.CountAsync("tcb/uploadfile", Token));
    }

    [Fact]
    public async Task An_unknown_environment_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await Engine.Storage.GetUploadTicketAsync("nowhere", "a", Token));
        Assert.Equal("WxCloud.Api.EnvironmentInvalid", error.ErrorId);
    }
}
