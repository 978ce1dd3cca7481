using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary><c>list</c>, <c>copy</c> and <c>move</c>.</summary>
public sealed class StoredFileTests : CommandLineTest
{
    private static readonly Dictionary<string, string?> s_keys = new()
    {
        ["WXCLOUD_COS_SECRETID"] = "emulator-secret-id",
        ["WXCLOUD_COS_SECRETKEY"] = "emulator-secret-key",
    };

    [Fact]
    public async Task List_shows_the_top_level_as_a_table()
    {
        await StoreAsync("a.txt", "hello");
        await StoreAsync("docs/图.txt");
        var lines = (await ListAsync("list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ +5 B  \d{4}-\d{2}-\d{2} \d{2}:\d{2}  a\.txt$", lines[0]);
        Assert.Matches(@"^ +folder +docs/$", lines[1]);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData("list --json", "a.txt|docs/|docs2/")]
    [InlineData("list --json --recurse", "a.txt|docs/b.txt|docs/sub/c.txt|docs2/b.txt")]
    [InlineData("list --json --prefix docs/", "docs/b.txt|docs/sub/")]
    [InlineData("list --json --prefix doc --directory", "docs/|docs2/")]
    [InlineData("list --json --recurse --directory", "docs/|docs/sub/|docs2/")]
    [InlineData("list --json --file", "a.txt")]
    [InlineData("list --json docs*/b.txt a.txt", "a.txt|docs/b.txt|docs2/b.txt")]
    [InlineData("list --json cloud://local-env.6c6f-local-env-1250000000/docs/b.txt", "docs/b.txt")]
    public async Task List_writes_one_object_a_line(string line, string expected)
    {
        foreach (var path in new[] { "a.txt", "docs/b.txt", "docs/sub/c.txt", "docs2/b.txt" })
        {
            Folder.Write("in/" + path);
        }

        await SucceedAsync("upload", "in/*", "--recurse");
        Assert.Equal(expected.Split('|'), Values(await ListAsync(line.Split(' ')), "cloudPath"));
    }

    [Fact]
    public async Task Pattern_without_a_match_exits_with_1_and_the_rest_is_listed()
    {
        await StoreAsync("a.txt");
        var run = await RunAsync(["list", "x*", "a.txt", "--json"], environment: s_keys);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["a.txt"], Values(run.Output, "cloudPath"));
        Assert.Equal("WxCloud.Storage.NoMatch", JsonDocument.Parse(run.Error).RootElement.GetProperty("errorId").GetString());
    }

    [Theory]
    [InlineData("list a.txt --prefix b")]
    [InlineData("list --file --directory")]
    [InlineData("copy a.txt")]
    [InlineData("move --destination b/")]
    public async Task Wrong_usage_exits_with_2(string line) => Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);

    [Fact]
    public async Task Wrong_COS_keys_are_an_error_that_names_their_source()
    {
        var run = await RunAsync(["list", "--json"], environment: new Dictionary<string, string?>(s_keys) { ["WXCLOUD_COS_SECRETKEY"] = "wrong" });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("WxCloud.Object.KeysRefused.Given", run.Error, StringComparison.Ordinal);
        Assert.Contains("WXCLOUD_COS_SECRETKEY", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copy", "a.txt|b.txt|t/a.txt|t/b.txt")]
    [InlineData("move", "t/a.txt|t/b.txt")]
    public async Task Files_are_copied_and_moved_to_their_destination(string command, string expected)
    {
        await StoreAsync("a.txt", "hello");
        var fileId = await StoreAsync("b.txt");
        var run = await RunAsync([command, "a*", "-", "--destination", "t/", "--json"], input: fileId, environment: s_keys);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["t/a.txt", "t/b.txt"], Values(run.Output, "cloudPath"));
        Assert.Equal(expected.Split('|'), Values(await ListAsync("list", "--recurse", "--json"), "cloudPath"));
        var back = await SucceedAsync("download", CloudEmulator.FileId("t/a.txt"), "--json");
        Assert.Equal(5, JsonDocument.Parse(back.Output).RootElement.GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task File_that_exists_is_replaced_only_with_force()
    {
        await StoreAsync("a.txt", "new");
        await StoreAsync("b.txt", "old text");
        var run = await RunAsync(["move", "a.txt", "missing*", "--destination", "b.txt", "--json"], environment: s_keys);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(["WxCloud.Copy.TargetExists", "WxCloud.Storage.NoMatch"], Values(run.Error, "errorId"));
        Assert.Equal(0, (await RunAsync(["move", "a.txt", "--destination", "b.txt", "--force"], environment: s_keys)).ExitCode);
        Assert.Equal(3, JsonDocument.Parse(await ListAsync("list", "--json")).RootElement.GetProperty("length").GetInt32());
    }

    private async Task<string> ListAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments, environment: s_keys);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }
}
