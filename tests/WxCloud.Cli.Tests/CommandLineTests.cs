using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>The command line as a process, with its two streams and its exit code.</summary>
public sealed class CommandLineTests : CommandLineTest
{
    [Fact]
    public async Task A_folder_goes_up_comes_back_and_is_deleted()
    {
        Folder.Write("site/首页.html", "<html/>");
        Folder.Write("site/img/a.png");
        var up = await RunAsync("upload", Folder.At("site"), "--recurse", "--prefix", "www", "--json");
        Assert.Equal((0, ""), (up.ExitCode, up.Error));
        var fileIds = up.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("fileId").GetString()!).Order().ToArray();
        Assert.Equal([CloudEmulator.FileId("www/site/img/a.png"), CloudEmulator.FileId("www/site/首页.html")], fileIds);

        var down = await RunAsync(["download", "-", "--destination", Folder.At("back"), "--flatten"], input: up.Output);
        Assert.Equal(0, down.ExitCode);
        Assert.Equal("<html/>", await File.ReadAllTextAsync(Folder.At("back/首页.html"), Token));

        var delete = await RunAsync(["delete", .. fileIds]);
        Assert.Equal(0, delete.ExitCode);
        Assert.Equal(1, (await RunAsync("url", fileIds[0])).ExitCode);
    }

    [Fact]
    public async Task Table_rows_end_with_the_fileID_or_URL()
    {
        var up = await RunAsync("upload", Folder.Write("a.txt", "12345"));
        Assert.Equal($"5 B  {CloudEmulator.FileId("a.txt")}", up.Output.Trim());
        var url = await RunAsync("url", CloudEmulator.FileId("a.txt"), "--max-age", "60");
        Assert.StartsWith(Emulator.Endpoint.AbsoluteUri, url.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partial_failure_exits_with_1_and_the_other_items_are_done()
    {
        var result = await RunAsync("upload", Folder.At("missing.txt"), Folder.Write("good.txt"), Folder.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(CloudEmulator.FileId("good.txt"), result.Output, StringComparison.Ordinal);
        Assert.Contains(Folder.At("missing.txt"), result.Error, StringComparison.Ordinal);
        Assert.Contains("--recurse", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_connection_or_a_wrong_secret_exits_with_3()
    {
        var path = Folder.Write("a.txt");
        var unknown = await RunAsync(["upload", path], environment: new Dictionary<string, string?> { ["WXCLOUD_APPID"] = null });
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("WXCLOUD_APPID", unknown.Error, StringComparison.Ordinal);

        var wrong = await RunAsync(["upload", path, "--json"], environment: new Dictionary<string, string?> { ["WXCLOUD_APPSECRET"] = "wrong-secret-1234" });
        Assert.Equal(3, wrong.ExitCode);
        Assert.Equal("WxCloud.Token.SecretWrong", JsonDocument.Parse(wrong.Error).RootElement.GetProperty("errorId").GetString());
        Assert.DoesNotContain("wrong-secret-1234", wrong.Error + wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_to_another_computer_is_refused()
    {
        var result = await RunAsync("upload", Folder.Write("a.txt"), "--endpoint", "http://gateway.example/wx");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("gateway.example", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_hosts_an_emulator_that_keeps_its_data()
    {
        var path = Folder.Write("kept.txt", "kept");
        var up = await RunAsync("upload", path, "--local");
        Assert.Equal((0, ""), (up.ExitCode, up.Error));
        var down = await RunAsync("download", CloudEmulator.FileId("kept.txt"), "--out-file", Folder.At("kept.copy"), "--local");
        Assert.Equal(0, down.ExitCode);
        Assert.Equal("kept", await File.ReadAllTextAsync(Folder.At("kept.copy"), Token));
    }

    [Fact]
    public async Task Local_commands_at_the_same_time_wait_for_each_other()
    {
        var paths = Enumerable.Range(0, 3).Select(i => Folder.Write($"{i}.txt")).ToList();
        var results = await Task.WhenAll(paths.Select(path => RunAsync("upload", path, "--local")));
        Assert.All(results, static result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
    }
}
