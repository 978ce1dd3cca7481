using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Environments;

/// <summary><c>orphans</c>, <c>du</c> and <c>bench</c>.</summary>
public sealed class OrphanTests : CommandLineTest
{
    [Fact]
    public async Task Orphans_of_both_kinds_are_rows_for_people()
    {
        await PrepareAsync();
        var lines = (await SucceedAsync("orphans")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ +5 B  \d{4}-\d{2}-\d{2} \d{2}:\d{2}  in/b\.txt$", lines[0]);
        Assert.Equal("   missing  in/gone.txt  (things/one: list[0])", lines[1]);
        Assert.Matches(@"out\.txt$", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData("", "in/b.txt|in/gone.txt|out.txt")]
    [InlineData("things", "in/b.txt|in/gone.txt|out.txt")]
    [InlineData("empty", "in/a.txt|in/b.txt|out.txt")]
    [InlineData("--prefix in/", "in/b.txt|in/gone.txt")]
    [InlineData("--property cover", "in/b.txt|out.txt")]
    [InlineData("--property cover --property list", "in/b.txt|in/gone.txt|out.txt")]
    [InlineData("--domain img.example.com", "in/b.txt|in/gone.txt")]
    [InlineData("--minimum-age 3600", "in/gone.txt")]
    public async Task Orphans_are_one_object_a_line_for_programs(string options, string expected)
    {
        await PrepareAsync();
        var run = await SucceedAsync(["orphans", "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(expected.Split('|'), Values(run.Output, "cloudPath"));
    }

    [Fact]
    public async Task A_row_says_all_that_is_known()
    {
        await PrepareAsync();
        var rows = (await SucceedAsync("orphans", "--json", "--prefix", "in/")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ("FileWithoutDocument", CloudEmulator.FileId("in/b.txt"), 5, JsonValueKind.Null),
            (rows[0].GetProperty("kind").GetString(), rows[0].GetProperty("fileId").GetString(), rows[0].GetProperty("length").GetInt32(), rows[0].GetProperty("collection").ValueKind));
        Assert.Equal(
            ("DocumentWithoutFile", CloudEmulator.FileId("in/gone.txt"), "things", "one", "list[0]"),
            (rows[1].GetProperty("kind").GetString(), rows[1].GetProperty("fileId").GetString(), rows[1].GetProperty("collection").GetString(), rows[1].GetProperty("documentId").GetString(), rows[1].GetProperty("property").GetString()));
    }

    [Fact]
    public async Task Delete_takes_files_and_refuses_documents()
    {
        await PrepareAsync();
        var rows = (await SucceedAsync("orphans", "--json")).Output;
        var run = await RunAsync(["delete", "-"], rows + """{"Kind":1,"FileId":"x","DocumentId":"one"}""");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Error.Split("standard input").Length - 1);
        Assert.Equal(["in/a.txt"], Values((await SucceedAsync("list", "--recurse", "--json")).Output, "cloudPath"));
    }

    [Fact]
    public async Task A_collection_that_cannot_be_read_exits_with_1_and_no_file_is_an_orphan()
    {
        await PrepareAsync();
        var run = await RunAsync("orphans", "--json", "things", "none");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("WxCloud.Orphan.CollectionNotRead", run.Error, StringComparison.Ordinal);
        Assert.Equal(["in/gone.txt"], Values(run.Output, "cloudPath"));
    }

    [Fact]
    public async Task Usage_is_shown_as_bars()
    {
        await StoreAsync("in/a.png", new string('x', 3000));
        await StoreAsync("b.txt", new string('x', 1000));
        var lines = (await SucceedAsync("du")).Output.Split('\n');
        Assert.Equal("   2.9 KiB          1  " + Bar(80 - 10 - 2 - 9 - 2 - 2 - 1 - ".png".Length) + "  in/", lines[0]);
        Assert.Equal("1000 B", lines[1][..10].Trim());
        Assert.EndsWith("  .", lines[1], StringComparison.Ordinal);
        Assert.Equal("", lines[2]);
        Assert.EndsWith("  .png", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("  .txt", lines[4], StringComparison.Ordinal);
        Assert.All(lines.Where(static line => line.Length > 0), static line => Assert.True(line.Length <= 80, line));

        // Three quarters of the bar's columns are filled.
        static string Bar(int columns) => new string('\u2588', (int)Math.Round(0.75 * columns)).PadRight(columns, '\u00b7');
    }

    [Theory]
    [InlineData("", "/.txt:1 in/.txt:2")]
    [InlineData("--depth 0", "/.txt:3")]
    [InlineData("--prefix in/", "in/.txt:2")]
    public async Task Usage_is_one_object_a_line_for_programs(string options, string expected)
    {
        await PrepareAsync();
        var run = await SucceedAsync(["du", "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement);
        Assert.Equal(expected.Split(' '), rows.Select(static row => $"{row.GetProperty("folder").GetString()!.TrimEnd('/')}/{row.GetProperty("type").GetString()}:{row.GetProperty("count").GetInt32()}"));
    }

    [Fact]
    public async Task Bench_advises_a_throttle_limit_and_leaves_nothing_behind()
    {
        var rows = (await SucceedAsync("bench", "--length", "1000", "--count", "2", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["Upload", "Download"], rows.Select(static row => row.GetProperty("direction").GetString()));
        Assert.All(rows, static row => Assert.Equal((1000, 2), (row.GetProperty("length").GetInt32(), row.GetProperty("count").GetInt32())));
        Assert.All(rows, static row => Assert.InRange(row.GetProperty("advisedThrottleLimit").GetInt32(), 1, 2));
        Assert.All(rows, static row => Assert.True(row.GetProperty("trials").GetArrayLength() is 1 or 2));
        Assert.Empty((await SucceedAsync("list", "--recurse")).Output);
    }

    [Fact]
    public async Task Bench_shows_a_row_for_each_direction()
    {
        var lines = (await SucceedAsync("bench", "--length", "1000", "--count", "1")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ +\S+  throttle limit 1: [\d.,]+ \S+/s, [\d.,]+ files/s  \(1: [\d.,]+ \S+\)$", lines[0]);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData("orphans")]
    [InlineData("du")]
    [InlineData("bench", "--length", "10", "--count", "1")]
    public async Task The_environment_is_the_one_that_is_named(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--env", "none"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("The cloud environment is not valid", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orphans", "--prefix", "")]
    [InlineData("orphans", "--property", "")]
    [InlineData("orphans", "--domain", "")]
    [InlineData("orphans", "--minimum-age", "-1")]
    [InlineData("orphans", "--minimum-age", "1d")]
    [InlineData("du", "--depth", "-1")]
    [InlineData("du", "--prefix", "")]
    [InlineData("du", "folder")]
    [InlineData("bench", "--count", "0")]
    [InlineData("bench", "--count", "257")]
    [InlineData("bench", "--length", "0")]
    public async Task Wrong_usage_exits_with_2(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).ExitCode);

    private async Task PrepareAsync()
    {
        foreach (var path in new[] { "in/a.txt", "in/b.txt", "out.txt" })
        {
            await StoreAsync(path, "hello");
        }

        await SucceedAsync("db", "collections", "--add", "things");
        await SucceedAsync("db", "collections", "--add", "empty");
        await SucceedAsync("db", "add", "things", JsonSerializer.Serialize(new { _id = "one", cover = CloudEmulator.FileId("in/a.txt"), list = new[] { CloudEmulator.FileId("in/gone.txt") }, link = "https://img.example.com/out.txt" }));
    }
}
