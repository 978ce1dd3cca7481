using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Connections;

public sealed class ConnectionTestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_works_passes_and_leaves_nothing_behind()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var rows = await emulator.Engine.Test.RunAsync(environmentId: null, Token);
        Assert.Equal(Enum.GetValues<WxConnectionCheckName>(), rows.Select(static row => row.Check));
        Assert.DoesNotContain(rows, static row => row.Status == WxConnectionCheckStatus.Failed);
        Assert.Equal(
            [WxConnectionCheckName.Clock, WxConnectionCheckName.Token, WxConnectionCheckName.IPWhitelist, WxConnectionCheckName.Environment, WxConnectionCheckName.Storage, WxConnectionCheckName.CosCredential],
            rows.Where(static row => row.Status == WxConnectionCheckStatus.Passed).Select(static row => row.Check));
    }

    [Fact]
    public async Task A_cached_token_is_confirmed_by_the_service()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        await emulator.Engine.Tokens.GetAsync(Token);
        await emulator.PostAsync("tokens/expire", body: null, Token);
        AssertFailsAt(await emulator.Engine.Test.RunAsync(environmentId: null, Token), failed: null);
        Assert.Equal(2, await emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task A_wrong_secret_fails_at_the_token()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var rows = await emulator.Connect(static settings => settings with { AppSecret = new("wrong-secret") }).Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, WxConnectionCheckName.Token, "WxCloud.Token.SecretWrong");
    }

    [Fact]
    public async Task A_given_token_that_is_refused_fails_at_the_token()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var rows = await emulator.Connect(static settings => settings with { Credential = WxCredentialKind.AccessToken, AccessToken = new("no-token") }).Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, WxConnectionCheckName.Token, "WxCloud.Token.Refused");
    }

    [Fact]
    public async Task An_address_that_is_not_whitelisted_is_shown()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token, new() { IpWhitelist = [IPAddress.Parse("203.0.113.7")] });
        var rows = await emulator.Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, WxConnectionCheckName.IPWhitelist, "WxCloud.Token.IpNotAllowed");
        Assert.Contains("127.0.0.1", rows.Single(static row => row.Check == WxConnectionCheckName.IPWhitelist).RecommendedAction!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "WxCloud.Api.EnvironmentInvalid")]
    [InlineData(null, "WxCloud.Connection.EnvironmentMissing")]
    public async Task A_missing_environment_fails_at_the_environment(string? environmentId, string errorId)
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var rows = await emulator.Connect(settings => settings with { EnvironmentId = environmentId }).Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, WxConnectionCheckName.Environment, errorId);
    }

    [Fact]
    public async Task Given_COS_keys_that_are_refused_fail()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var rows = await emulator.Connect(static settings => settings with { CosSecretKey = new("wrong-key") }).Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, WxConnectionCheckName.CosCredential, "WxCloud.Object.KeysRefused.Given");
    }

    [Fact]
    public async Task A_connection_without_COS_keys_passes()
    {
        await using var cloud = new ScriptedBucket(
            static _ => ScriptedBucket.Page(null),
            static settings => settings with { CosSecretId = null, CosSecretKey = null },
            keys: static request => ScriptedReply.Json(request.Target.StartsWith("/tcb/getqcloudtoken", StringComparison.Ordinal) ? """{"errcode":48001,"errmsg":"api unauthorized"}""" : "{}"));
        var rows = await cloud.Engine.Test.RunAsync(environmentId: null, Token);
        AssertFailsAt(rows, failed: null);
        var row = rows.Single(static row => row.Check == WxConnectionCheckName.CosCredential);
        Assert.Equal(WxConnectionCheckStatus.Skipped, row.Status);
        Assert.Contains("48001", row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_environment_can_be_tested()
    {
        await using var emulator = await RunningEmulator.StartAsync(Token);
        AssertFailsAt(await emulator.Engine.Test.RunAsync("nowhere", Token), WxConnectionCheckName.Environment, "WxCloud.Api.EnvironmentInvalid");
        AssertFailsAt(await emulator.Connect(static settings => settings with { EnvironmentId = null }).Engine.Test.RunAsync("local-env", Token), failed: null);
    }

    [Fact]
    public async Task A_wrong_clock_fails_at_the_clock_before_any_other_call()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of(
            "404 Not Found", $"Date: {DateTimeOffset.UtcNow.AddHours(-1).ToString("R", CultureInfo.InvariantCulture)}\r\nContent-Length: 0", ""));
        using var connection = new WxCloudConnection(ConnectionSettings.ForEmulator(server.Endpoint) with { NoTokenCache = true });
        AssertFailsAt(await connection.Engine.Test.RunAsync(environmentId: null, Token), WxConnectionCheckName.Clock, "WxCloud.Connection.ClockDiffers");
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_unreachable_service_fails_at_the_connection()
    {
        using var connection = new WxCloudConnection(ConnectionSettings.ForEmulator(new("http://127.0.0.1:1/")) with { NoTokenCache = true });
        AssertFailsAt(await connection.Engine.Test.RunAsync(environmentId: null, Token), WxConnectionCheckName.Tls, "WxCloud.Transport.ConnectionRefused");
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_fails_at_the_name()
    {
        using var connection = new WxCloudConnection(new() { AppId = "wx1", AppSecret = new("secret"), Endpoint = new("https://nobody.invalid/"), NoTokenCache = true });
        AssertFailsAt(await connection.Engine.Test.RunAsync(environmentId: null, Token), WxConnectionCheckName.Dns, "WxCloud.Transport.NameNotResolved");
    }

    [Fact]
    public async Task A_service_that_speaks_no_tls_fails_at_the_connection()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Json("{}"));
        using var connection = new WxCloudConnection(new()
        {
            AppId = "wx1",
            AppSecret = new("secret"),
            Endpoint = new($"https://127.0.0.1:{server.Endpoint.Port}/"),
            NoTokenCache = true,
            Timeout = TimeSpan.FromSeconds(2),
        });
        AssertFailsAt(await connection.Engine.Test.RunAsync(environmentId: null, Token), WxConnectionCheckName.Tls);
    }

    private static void AssertFailsAt(IReadOnlyList<WxConnectionCheck> rows, WxConnectionCheckName? failed, string? errorId = null)
    {
        Assert.Equal(failed, rows.SingleOrDefault(static row => row.Status == WxConnectionCheckStatus.Failed)?.Check);
        if (failed is { } check)
        {
            var row = rows.Single(row => row.Check == check);
            Assert.NotEmpty(row.RecommendedAction!);
            Assert.Equal(errorId ?? row.ErrorId, row.ErrorId);
            Assert.All(rows.Where(later => later.Check > check), static later => Assert.NotEqual(WxConnectionCheckStatus.Failed, later.Status));
        }
    }
}
