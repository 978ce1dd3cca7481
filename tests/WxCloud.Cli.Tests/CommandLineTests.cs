using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>The command line as its users meet it: a process, its two streams and its exit code.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CloudEmulator _emulator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _emulator = await CloudEmulator.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_goes_up_comes_back_and_is_deleted()
    {
        _folder.Write("site/首页.html", "<html/>");
        _folder.Write("site/img/a.png");
        var up = await RunAsync("upload", _folder.At("site"), "--recurse", "--prefix", "www", "--json");
        Assert.Equal((0, ""), (up.ExitCode, up.Error));
        var fileIds = up.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("fileId").GetString()!).Order().ToArray();
        Assert.Equal([CloudEmulator.FileId("www/site/img/a.png"), CloudEmulator.FileId("www/site/首页.html")], fileIds);

        var down = await RunAsync(["download", "-", "--destination", _folder.At("back"), "--flatten"], input: up.Output);
        Assert.Equal(0, down.ExitCode);
        Assert.Equal("<html/>", await File.ReadAllTextAsync(_folder.At("back/首页.html"), Token));

        var delete = await RunAsync(["delete", .. fileIds]);
        Assert.Equal(0, delete.ExitCode);
        Assert.Equal(1, (await RunAsync("url", fileIds[0])).ExitCode);
    }

    [Fact]
    public async Task Rows_for_people_end_with_what_can_be_copied()
    {
        var up = await RunAsync("upload", _folder.Write("a.txt", "12345"));
        Assert.Equal($"5 B  {CloudEmulator.FileId("a.txt")}", up.Output.Trim());
        var url = await RunAsync("url", CloudEmulator.FileId("a.txt"), "--max-age", "60");
        Assert.StartsWith(_emulator.Endpoint.AbsoluteUri, url.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partial_failure_exits_with_1_and_the_other_items_are_done()
    {
        var result = await RunAsync("upload", _folder.At("missing.txt"), _folder.Write("good.txt"), _folder.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(CloudEmulator.FileId("good.txt"), result.Output, StringComparison.Ordinal);
        Assert.Contains(_folder.At("missing.txt"), result.Error, StringComparison.Ordinal);
        Assert.Contains("--recurse", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("nonsense")]
    [InlineData("upload", "x", "--no-such-option")]
    [InlineData("url", "cloud://a.b/c", "--max-age", "0")]
    [InlineData("url", "cloud://a.b/c", "--max-age", "soon")]
    [InlineData("download", "x", "--throttle-limit", "0")]
    [InlineData("emulator", "--port", "70000")]
    [InlineData("emulator", "--in-memory", "--data-path", "x")]
    public async Task Wrong_usage_exits_with_2(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task No_connection_or_a_wrong_secret_exits_with_3()
    {
        var path = _folder.Write("a.txt");
        var unknown = await RunAsync(["upload", path], environment: new() { ["WXCLOUD_APPID"] = null });
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("WXCLOUD_APPID", unknown.Error, StringComparison.Ordinal);

        var wrong = await RunAsync(["upload", path, "--json"], environment: new() { ["WXCLOUD_APPSECRET"] = "wrong-secret-1234" });
        Assert.Equal(3, wrong.ExitCode);
        Assert.Equal("WxCloud.Token.SecretWrong", JsonDocument.Parse(wrong.Error).RootElement.GetProperty("errorId").GetString());
        Assert.DoesNotContain("wrong-secret-1234", wrong.Error + wrong.Output, StringComparison.Ordinal);

        var unreachable = await RunAsync("upload", path, "--endpoint", "http://127.0.0.1:1/");
        Assert.Equal(3, unreachable.ExitCode);
    }

    [Fact]
    public async Task Plain_http_to_another_computer_is_refused()
    {
        var result = await RunAsync("upload", _folder.Write("a.txt"), "--endpoint", "http://gateway.example/wx");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("gateway.example", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_only_when_asked_for()
    {
        var hidden = await RunAsync("token");
        var plain = await RunAsync("token", "--as-plain-text");
        Assert.Equal((0, 0), (hidden.ExitCode, plain.ExitCode));
        Assert.DoesNotContain(plain.Output.Trim(), hidden.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_hosts_an_emulator_that_keeps_its_data()
    {
        var path = _folder.Write("kept.txt", "kept");
        var up = await RunAsync("upload", path, "--local");
        Assert.Equal((0, ""), (up.ExitCode, up.Error));
        var down = await RunAsync("download", CloudEmulator.FileId("kept.txt"), "--out-file", _folder.At("kept.copy"), "--local");
        Assert.Equal(0, down.ExitCode);
        Assert.Equal("kept", await File.ReadAllTextAsync(_folder.At("kept.copy"), Token));
    }

    [Fact]
    public async Task Local_commands_at_the_same_time_wait_for_each_other()
    {
        var paths = Enumerable.Range(0, 3).Select(i => _folder.Write($"{i}.txt")).ToList();
        var results = await Task.WhenAll(paths.Select(path => RunAsync("upload", path, "--local")));
        Assert.All(results, static result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
    }

    [Fact]
    public async Task The_error_names_a_port_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var result = await RunAsync("emulator", "--in-memory", "--port", port);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(port, result.Error, StringComparison.Ordinal);
    }

    private Task<CommandLineRun> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    private Task<CommandLineRun> RunAsync(string[] arguments, string? input = null, Dictionary<string, string?>? environment = null) =>
        new CommandLineProgram(_emulator.Endpoint, _folder.Path).RunAsync(arguments, input, environment);
}
