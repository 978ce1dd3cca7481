using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Connection;

/// <summary>Runs every command with planted secrets, with success and with failure, with --debug, and searches all that others can see.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string AppSecret = "planted-app-secret-1f2e3d";
    private const string AccessToken = "planted+access/token=4c5b6a";
    private const string CosKey = "planted-cos-key-778899";
    private const string CosToken = "planted-cos-token-aabbcc";

    private readonly TemporaryFolder _folder = new();
    private CloudEmulator _emulator = null!;

    private CommandLineProgram Program => new(_emulator.Endpoint, _folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _emulator = await CloudEmulator.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, string[]> Commands => new()
    {
        { "upload", ["upload", "a.txt"] },
        { "download", ["download", CloudEmulator.FileId("a.txt"), "--destination", "fetched", "--force"] },
        { "url", ["url", CloudEmulator.FileId("missing.txt")] },
        { "delete", ["delete", CloudEmulator.FileId("missing.txt")] },
        { "list", ["list", "--recurse"] },
        { "copy", ["copy", CloudEmulator.FileId("a.txt"), "--destination", "b.txt", "--force"] },
        { "move", ["move", CloudEmulator.FileId("a.txt"), "--destination", "b.txt", "--force"] },
        { "sync", ["sync", ".", "p"] },
        { "backup", ["backup", "new"] },
        { "restore", ["restore", "saved"] },
        { "db", ["db", "query", "c"] },
        { "invoke", ["invoke", "f"] },
        { "login", ["login", "code"] },
        { "orphans", ["orphans"] },
        { "du", ["du"] },
        { "bench", ["bench", "--length", "1", "--count", "1"] },
        { "token", ["token"] },
        { "token, forced", ["token", "--force-refresh"] },
        { "emulator", ["emulator", "--port", "70000"] },
        { "completion", ["completion", "none"] },
    };

    [Fact]
    public void Every_command_is_covered() =>
        Assert.Equal(
            CommandLine.Create().Subcommands.Select(static command => command.Name).Order(),
            Commands.Select(static row => row.Data.Item2[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_succeeds_shows_no_secret(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        Assert.Equal(0, (await Program.RunAsync("upload", "a.txt", "--no-token-cache")).ExitCode);
        await PrepareAsync(command);
        var run = await RunAsync(_emulator.Endpoint, arguments, new());
        Assert.True(command is "emulator" or "completion" || run.ExitCode < 2, run.Error);
        Assert.True(command is "emulator" or "completion" || run.Error.Contains(command == "login" ? "debug: GET 127.0.0.1" : "debug: POST 127.0.0.1", StringComparison.Ordinal), run.Error);
        Assert.DoesNotContain("emulator-secret", run.Everything, StringComparison.Ordinal);
        var accessToken = (await Program.RunAsync("token", "--as-plain-text")).Output.Trim();
        Assert.DoesNotContain(accessToken, run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(accessToken), run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("sign", run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_is_refused_shows_no_secret(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        await PrepareAsync(command);
        AssertClean(command, await RunAsync(_emulator.Endpoint, arguments, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(_emulator.Endpoint, arguments, new() { ["WXCLOUD_ACCESS_TOKEN"] = AccessToken }));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_service_that_echoes_the_request_reveals_no_secret(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        await PrepareAsync(command);
        await using var gateway = new ScriptedServer(static request => ScriptedReply.Json(
            JsonSerializer.Serialize(new { errcode = 40013, errmsg = $"refused {request.Target} with {request.Text} and {string.Join("; ", request.Headers)} rid: 1-2-3" })));
        string[] asJson = command == "emulator" ? arguments : [.. arguments, "--json"];
        string[] inQuery = command == "emulator" ? arguments : [.. arguments, "--token-mode", "Standard"];
        AssertClean(command, await RunAsync(gateway.Endpoint, asJson, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(gateway.Endpoint, inQuery, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(gateway.Endpoint, asJson, new() { ["WXCLOUD_ACCESS_TOKEN"] = AccessToken }));
    }

    /// <summary>Makes the backup that is restored.</summary>
    private async Task PrepareAsync(string command)
    {
        if (command == "restore")
        {
            Assert.Equal(0, (await Program.RunAsync("backup", "saved", "--no-token-cache")).ExitCode);
        }
    }

    private static void AssertClean(string command, CommandLineRun run)
    {
        // The token command masks a given token without a call.
        Assert.True(run.ExitCode != 0 || command == "token", run.Output);
        foreach (var secret in new[] { AppSecret, AccessToken, CosKey, CosToken })
        {
            Assert.DoesNotContain(secret, run.Everything, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), run.Everything, StringComparison.Ordinal);
        }
    }

    private Task<CommandLineRun> RunAsync(Uri endpoint, string[] arguments, Dictionary<string, string?> environment) =>
        new CommandLineProgram(endpoint, _folder.Path).RunAsync(
            arguments[0] == "emulator" ? arguments : [.. arguments, "--debug"],
            environment: new Dictionary<string, string?>(environment)
            {
                ["WXCLOUD_COS_SECRETID"] = "planted-id",
                ["WXCLOUD_COS_SECRETKEY"] = CosKey,
                ["WXCLOUD_COS_TOKEN"] = CosToken,
            });
}
