using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Cli;

/// <summary>Known secrets are planted, every command is run, well and badly, as talkative as can be, and nothing of them is seen.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string AppSecret = "planted-app-secret-1f2e3d";
    private const string AccessToken = "planted+access/token=4c5b6a";
    private const string CosKey = "planted-cos-key-778899";
    private const string CosToken = "planted-cos-token-aabbcc";

    private readonly TemporaryFolder _folder = new();
    private RunningEmulator _emulator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _emulator = await RunningEmulator.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, string[]> Commands => new()
    {
        { "upload", ["upload", "a.txt"] },
        { "download", ["download", RunningEmulator.FileId("a.txt"), "--destination", "fetched", "--force"] },
        { "url", ["url", RunningEmulator.FileId("missing.txt")] },
        { "delete", ["delete", RunningEmulator.FileId("missing.txt")] },
        { "token", ["token"] },
        { "token, forced", ["token", "--force-refresh"] },
        { "emulator", ["emulator", "--port", "70000"] },
    };

    [Fact]
    public void Every_command_is_among_them() =>
        Assert.Equal(
            WxCloud.Cli.CommandLine.Create().Subcommands.Select(static command => command.Name).Order(),
            Commands.Select(static row => row.Data.Item2[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_succeeds_shows_no_secret(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        await _emulator.UploadAsync(new(new()), [_folder.At("a.txt")], Token);
        var run = await RunAsync(_emulator.Endpoint, arguments, new());
        Assert.True(command is "emulator" || run.ExitCode < 2, run.Error);
        Assert.True(command is "emulator" || run.Error.Contains("debug: POST 127.0.0.1", StringComparison.Ordinal), run.Error);
        Assert.DoesNotContain("emulator-secret", run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain((await CurrentTokenAsync()).Reveal(), run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString((await CurrentTokenAsync()).Reveal()), run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("sign", run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_is_refused_shows_no_secret(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        AssertClean(command, await RunAsync(_emulator.Endpoint, arguments, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(_emulator.Endpoint, arguments, new() { ["WXCLOUD_ACCESS_TOKEN"] = AccessToken }));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_service_that_repeats_what_it_was_sent_gives_no_secret_away(string command, string[] arguments)
    {
        _folder.Write("a.txt");
        await using var gateway = new ScriptedServer(static request => ScriptedReply.Json(
            JsonSerializer.Serialize(new { errcode = 40013, errmsg = $"refused {request.Target} with {request.Text} and {string.Join("; ", request.Headers)} rid: 1-2-3" })));
        string[] asJson = command == "emulator" ? arguments : [.. arguments, "--json"];
        string[] inQuery = command == "emulator" ? arguments : [.. arguments, "--token-mode", "Standard"];
        AssertClean(command, await RunAsync(gateway.Endpoint, asJson, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(gateway.Endpoint, inQuery, new() { ["WXCLOUD_APPSECRET"] = AppSecret }));
        AssertClean(command, await RunAsync(gateway.Endpoint, asJson, new() { ["WXCLOUD_ACCESS_TOKEN"] = AccessToken }));
    }

    private async Task<Secret> CurrentTokenAsync() => (await _emulator.Services.Tokens.GetAsync(Token))!.Value;

    private static void AssertClean(string command, CommandLineRun run)
    {
        // A token that was given is shown, in stars, without asking anybody.
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
            Token,
            new Dictionary<string, string?>(environment)
            {
                ["WXCLOUD_COS_SECRETID"] = "planted-id",
                ["WXCLOUD_COS_SECRETKEY"] = CosKey,
                ["WXCLOUD_COS_TOKEN"] = CosToken,
            });
}
