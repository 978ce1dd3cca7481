using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary>Each argument and option of <c>wxcloud sync</c>.</summary>
public sealed class SyncCommandTests : CommandLineTest
{
    [Fact]
    public async Task Folder_is_sent_and_a_second_run_sends_nothing()
    {
        Folder.Write("site/a.txt", "a");
        Folder.Write("site/sub/图 1.txt", "b");
        Assert.Equal(["www/a.txt", "www/sub/图 1.txt"], Values((await SucceedAsync("sync", "site", "www", "--json")).Output, "cloudPath"));
        Assert.Equal("b", await ReadAsync("www/sub/图 1.txt"));
        var posted = await Emulator.CountAsync("object:POST", Token);
        Assert.Equal("", (await SucceedAsync("sync", "site", "www", "--json")).Output);
        Assert.Equal(posted, await Emulator.CountAsync("object:POST", Token));
    }

    [Fact]
    public async Task Without_a_prefix_the_root_is_the_folder()
    {
        Folder.Write("site/a.txt", "a");
        await SucceedAsync("sync", "site");
        Assert.Equal("a", await ReadAsync("a.txt"));
    }

    [Fact]
    public async Task Direction_download_receives_files_and_sets_their_time()
    {
        await StoreAsync("www/a.txt", "text");
        var run = await SucceedAsync("sync", "site", "www", "--direction", "download", "--json");
        Assert.Equal("text", await File.ReadAllTextAsync(Folder.At("site/a.txt"), Token));
        var action = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("Download", "Downloaded"), (action.GetProperty("action").GetString(), action.GetProperty("result").GetString()));
        Assert.Equal(action.GetProperty("lastModified").GetDateTimeOffset().UtcDateTime, File.GetLastWriteTimeUtc(Folder.At("site/a.txt")));
        Assert.Equal("", (await SucceedAsync("sync", "site", "www", "--direction", "download")).Output);
    }

    [Fact]
    public async Task Plan_shows_what_would_be_done_and_changes_nothing()
    {
        await StoreAsync("www/gone.txt", "gone");
        await StoreAsync("www/same.txt", "same");
        Folder.Write("site/same.txt", "same");
        File.SetLastWriteTimeUtc(Folder.At("site/same.txt"), DateTime.UtcNow.AddHours(-1));
        Folder.Write("site/new.txt", "new one");
        var run = await SucceedAsync("sync", "site", "www", "--delete", "--plan");
        Assert.Equal(
            ["upload  www/new.txt  (The target has no such file)", $"delete  {CloudEmulator.FileId("www/gone.txt")}  (Only the target has this file)"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim()));
        var json = await SucceedAsync("sync", "site", "www", "--delete", "--plan", "--json");
        Assert.Equal(["Delete", "Skip", "Upload"], Values(json.Output, "action"));
        Assert.Equal("gone", await ReadAsync("www/gone.txt"));
        Assert.Equal(["www/gone.txt", "www/same.txt"], await ListAsync());
    }

    [Fact]
    public async Task Delete_removes_what_only_the_target_has()
    {
        await StoreAsync("www/gone.txt");
        Folder.Write("site/a.txt");
        await SucceedAsync("sync", "site", "www", "--delete");
        Assert.Equal(["www/a.txt"], await ListAsync());
    }

    [Fact]
    public async Task Delete_at_the_root_needs_allow_root()
    {
        await StoreAsync("gone.txt");
        Folder.Write("site/a.txt");
        var refused = await RunAsync("sync", "site", "--delete");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--allow-root", refused.Error, StringComparison.Ordinal);
        await SucceedAsync("sync", "site", "--delete", "--allow-root");
        Assert.Equal(["a.txt"], await ListAsync(""));
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    [InlineData("99%", false)]
    [InlineData("100%", true)]
    public async Task Max_delete_bounds_the_deletions(string limit, bool isAllowed)
    {
        await StoreAsync("www/1.txt");
        await StoreAsync("www/2.txt");
        Folder.Write("site/a.txt");
        var run = await RunAsync("sync", "site", "www", "--delete", "--max-delete", limit);
        Assert.Equal(isAllowed ? 0 : 1, run.ExitCode);
        Assert.Equal(isAllowed ? ["www/a.txt"] : ["www/1.txt", "www/2.txt", "www/a.txt"], await ListAsync());
    }

    [Fact]
    public async Task Include_and_exclude_may_be_given_several_times()
    {
        await StoreAsync("www/kept.tmp");
        Folder.Write("site/a.txt");
        Folder.Write("site/b.md");
        Folder.Write("site/c.tmp");
        Folder.Write("site/other.log");
        Folder.Write("site/sub/d.txt");
        await SucceedAsync("sync", "site", "www", "--delete", "--include", "*.txt", "--include", "*.md", "--exclude", "sub/*", "--exclude", "*.tmp");
        Assert.Equal(["www/a.txt", "www/b.md", "www/kept.tmp"], await ListAsync());
    }

    [Fact]
    public async Task Compare_by_checksum_finds_other_content_of_the_same_length()
    {
        await StoreAsync("www/a.txt", "12345");
        Folder.Write("site/a.txt", "54321");
        File.SetLastWriteTimeUtc(Folder.At("site/a.txt"), DateTime.UtcNow.AddHours(-1));
        Assert.Equal("", (await SucceedAsync("sync", "site", "www")).Output);
        await SucceedAsync("sync", "site", "www", "--compare-by", "checksum");
        Assert.Equal("54321", await ReadAsync("www/a.txt"));
    }

    [Fact]
    public async Task Shards_sync_each_file_once()
    {
        for (var i = 0; i < 8; i++)
        {
            Folder.Write($"site/{i}.txt");
        }

        var first = Values((await SucceedAsync("sync", "site", "www", "--shard", "1/2", "--json")).Output, "cloudPath");
        var second = Values((await SucceedAsync("sync", "site", "www", "--shard", "2/2", "--json")).Output, "cloudPath");
        Assert.InRange(first.Length, 1, 7);
        Assert.Equal(8, first.Length + second.Length);
        Assert.Equal(8, (await ListAsync()).Length);
    }

    [Fact]
    public async Task Throttle_limit_bounds_the_requests_in_flight()
    {
        for (var i = 0; i < 12; i++)
        {
            Folder.Write($"site/{i}.txt");
        }

        await Emulator.BreakAsync("object:POST", "delay", 300, times: null, Token);
        await SucceedAsync("sync", "site", "www", "--throttle-limit", "1");
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 1, 3);
    }

    [Fact]
    public async Task Partial_failure_exits_with_1_and_the_rest_is_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The disk has no such names.");
        Folder.Write("site/bad\u001b.txt");
        Folder.Write("site/good.txt");
        var run = await RunAsync("sync", "site", "www");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not possible on the other side", run.Error, StringComparison.Ordinal);
        Assert.Equal(["www/good.txt"], await ListAsync());
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("sync", "")]
    [InlineData("sync", "a", "b", "c")]
    [InlineData("sync", "a", "b", "--max-delete", "many")]
    [InlineData("sync", "a", "b", "--max-delete", "101%")]
    [InlineData("sync", "a", "b", "--direction", "sideways")]
    [InlineData("sync", "a", "b", "--compare-by", "colour")]
    [InlineData("sync", "a", "b", "--include", "")]
    [InlineData("sync", "a", "b", "--shard", "3/2")]
    public async Task Wrong_usage_exits_with_2(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).ExitCode);

    [Fact]
    public async Task Missing_folder_is_an_error()
    {
        var run = await RunAsync("sync", "missing", "www");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("missing", run.Error, StringComparison.Ordinal);
    }

    private async Task<string?> ReadAsync(string cloudPath)
    {
        var target = Folder.At(Guid.NewGuid().ToString());
        await SucceedAsync("download", CloudEmulator.FileId(cloudPath), "--out-file", target);
        return await File.ReadAllTextAsync(target, Token);
    }

    /// <summary>The cloud paths of a folder.</summary>
    private async Task<string[]> ListAsync(string prefix = "www")
    {
        Directory.CreateDirectory(Folder.At("empty"));
        return Values((await SucceedAsync("sync", "empty", prefix, "--plan", "--json")).Output, "cloudPath");
    }
}
