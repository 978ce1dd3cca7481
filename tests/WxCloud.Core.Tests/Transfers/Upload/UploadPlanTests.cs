using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Http;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Upload;

public sealed class UploadPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingListener _listener = new();

    public UploadPlanTests()
    {
        _folder.Write("docs/a.md");
        _folder.Write("docs/sub/b.md");
        _folder.Write("c.txt");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("c.txt", "", "c.txt")]
    [InlineData("c.txt", "demo", "demo/c.txt")]
    [InlineData("c.txt", "demo/", "demo/c.txt")]
    [InlineData("docs", "demo", "demo/docs/a.md demo/docs/sub/b.md")]
    [InlineData("docs/", "", "docs/a.md docs/sub/b.md")]
    [InlineData("docs/.", "", "a.md sub/b.md")]
    [InlineData("docs/*", "", "a.md sub/b.md")]
    [InlineData("*.txt", "x", "x/c.txt")]
    public void Paths_become_cloud_paths(string path, string prefix, string expected)
    {
        var plan = new UploadPlan(new() { Prefix = prefix, Recurse = true });
        Assert.Equal(expected, CloudPaths(plan, path));
    }

    [Fact]
    public void RelativeTo_keeps_the_folders_below()
    {
        var plan = new UploadPlan(new() { RelativeTo = _folder.Path, Prefix = "p", Recurse = true });
        Assert.Equal("p/docs/sub/b.md", CloudPaths(plan, "docs/sub/b.md"));
        Assert.Equal("p/docs/a.md", CloudPaths(plan, "docs/a.md"));
    }

    [Fact]
    public void Shards_take_each_file_once_by_its_whole_cloud_path()
    {
        for (var i = 0; i < 20; i++)
        {
            _folder.Write($"many/{i}.txt");
        }

        var shards = Enumerable.Range(1, 3).Select(i => CloudPaths(new UploadPlan(new() { Prefix = "p", Recurse = true, Shard = WxCloudShard.Parse($"{i}/3") }), "many").Split(' ')).ToList();
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"p/many/{i}.txt").Order(), shards.SelectMany(static shard => shard).Order());
        Assert.All(shards, static shard => Assert.NotEmpty(shard));
        Assert.All(shards[0], static cloudPath => Assert.True(WxCloudShard.Parse("1/3").Contains(cloudPath)));
    }

    [Fact]
    public void Second_file_with_one_target_is_an_error_in_the_shard_of_the_target_alone()
    {
        _folder.Write("other/a.md");
        var errors = Enumerable.Range(1, 2).Select(i =>
        {
            var plan = new UploadPlan(new() { Shard = WxCloudShard.Parse($"{i}/2") });
            return plan.Expand(_folder.At("docs/a.md")).Concat(plan.Expand(_folder.At("other/a.md"))).Select(static outcome => outcome.Error?.ErrorId).ToArray();
        }).ToList();
        Assert.Equal([null, "WxCloud.Target.Duplicate"], errors.Single(static shard => shard.Length > 0));
    }

    [Fact]
    public void File_of_another_shard_is_not_planned_under_a_cloud_path_of_its_own()
    {
        var plan = new UploadPlan(new() { Shard = WxCloudShard.Parse("1/2") });
        Assert.Null(plan.Plan(_folder.At("c.txt"), "a.txt"));
        Assert.Equal("docs/a.md", plan.Plan(_folder.At("c.txt"), "docs/a.md")?.Value?.CloudPath);
    }

    [Theory]
    [InlineData("docs", false, "WxCloud.Local.IsFolder")]
    [InlineData("nothing.txt", true, "WxCloud.Local.NotFound")]
    [InlineData("*.none", true, "WxCloud.Local.NoMatch")]
    public void Each_path_that_cannot_be_sent_is_one_error(string path, bool recurse, string errorId)
    {
        var outcome = Assert.Single(new UploadPlan(new() { Recurse = recurse }).ExpandPattern(_folder.At(path)));
        Assert.Equal((errorId, _folder.At(path)), (outcome.Error?.ErrorId, outcome.Item));
    }

    [Fact]
    public void An_empty_path_is_an_error() =>
        Assert.Equal("WxCloud.Local.EmptyPath", Assert.Single(new UploadPlan(new()).Expand("")).Error?.ErrorId);

    [Fact]
    public void Two_files_with_one_target_are_an_error_for_the_second()
    {
        _folder.Write("other/a.md");
        var plan = new UploadPlan(new());
        Assert.Null(Assert.Single(plan.Expand(_folder.At("docs/a.md"))).Error);
        Assert.Equal("WxCloud.Target.Duplicate", Assert.Single(plan.Expand(_folder.At("other/a.md"))).Error?.ErrorId);
    }

    [Fact]
    public void A_cloud_path_for_several_files_is_an_error()
    {
        var plan = new UploadPlan(new() { CloudPath = "x/y.txt" });
        Assert.Equal("x/y.txt", CloudPaths(plan, "c.txt"));
        Assert.Equal("WxCloud.Target.Duplicate", Assert.Single(plan.Expand(_folder.At("docs/a.md"))).Error?.ErrorId);
    }

    [Fact]
    public void A_prefix_stands_before_a_cloud_path_too()
    {
        Assert.Equal("p/x/y.txt", CloudPaths(new UploadPlan(new() { CloudPath = "x/y.txt", Prefix = "p" }), "c.txt"));
        Assert.Equal("p/x/y.txt", new UploadPlan(new() { Prefix = "p" }).Plan(_folder.At("c.txt"), "x/y.txt")!.Require().CloudPath);
    }

    [Fact]
    public void A_name_with_wildcard_characters_is_literal_when_such_a_file_exists()
    {
        _folder.Write("c[1].txt");
        _folder.Write("c1.txt");
        Assert.Equal("c[1].txt", CloudPaths(new UploadPlan(new()), "c[1].txt"));
    }

    [Fact]
    public void A_link_to_a_folder_counts_as_the_folder_at_the_top_and_below()
    {
        Link("docs/linked", _folder.At("other"));
        _folder.Write("other/o.md");
        Link("top", _folder.At("other"));
        Assert.Equal("docs/a.md docs/linked/o.md docs/sub/b.md", CloudPaths(Plan(recurse: true), "docs"));
        Assert.Equal("top/o.md", CloudPaths(Plan(recurse: true), "top"));
        Assert.Equal("a.md linked/o.md sub/b.md", CloudPaths(Plan(recurse: true), "docs/*"));
        Assert.Empty(_listener.Warnings);
    }

    [Theory]
    [InlineData("docs/loop", "docs")]
    [InlineData("docs/sub/up", "docs")]
    [InlineData("docs/twice", "docs/sub")]
    [InlineData("docs/above", ".")]
    public void A_link_to_a_parent_folder_is_skipped_with_a_warning(string link, string target)
    {
        Link(link, _folder.At(target));
        Assert.Equal("docs/a.md docs/sub/b.md", CloudPaths(Plan(recurse: true), "docs"));
        Assert.StartsWith(_folder.At(link) + ": ", Assert.Single(_listener.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_folders_that_link_to_each_other_are_listed_once()
    {
        _folder.Write("other/o.md");
        Link("docs/go", _folder.At("other"));
        Link("other/back", _folder.At("docs"));
        Assert.Equal("docs/a.md docs/go/o.md docs/sub/b.md", CloudPaths(Plan(recurse: true), "docs"));
        Assert.Single(_listener.Warnings);
    }

    [Fact]
    public async Task Pipes_in_a_folder_are_skipped_with_a_warning_and_refused_when_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in the file system.");
        Assert.Equal(0, (await Programs.RunAsync("mkfifo", [_folder.At("docs/pipe")], TestContext.Current.CancellationToken)).ExitCode);
        Assert.Equal("docs/a.md docs/sub/b.md", CloudPaths(Plan(recurse: true), "docs"));
        Assert.Equal("a.md sub/b.md", CloudPaths(Plan(recurse: true), "docs/*"));
        Assert.All(_listener.Warnings, warning => Assert.StartsWith(_folder.At("docs/pipe") + ": ", warning, StringComparison.Ordinal));
        Assert.Equal(2, _listener.Warnings.Count);
        Assert.Equal("WxCloud.Local.NotOrdinary", Assert.Single(Plan(recurse: true).ExpandPattern(_folder.At("docs/pipe"))).Error?.ErrorId);
        Assert.Equal("WxCloud.Local.NotOrdinary", Plan(recurse: true).Plan(_folder.At("docs/pipe"), "x")?.Error?.ErrorId);
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("docs/*")]
    [InlineData("d*/*")]
    public void Leftovers_of_a_download_are_not_sent(string path)
    {
        _folder.Write("docs/.0123456789ab.wxpart");
        _folder.Write("docs/.0123456789ab-2.wxpart");
        _folder.Write("docs/.0123456789ab.wxresume");
        _folder.Write("docs/.mine.wxpart");
        var sent = CloudPaths(Plan(recurse: true), path);
        Assert.DoesNotContain("0123456789ab", sent, StringComparison.Ordinal);
        Assert.Equal(path == "docs", sent.Contains(".mine.wxpart", StringComparison.Ordinal));
        Assert.Equal(".0123456789ab.wxpart", CloudPaths(Plan(recurse: true), "docs/.0123456789ab.wxpart"));
    }

    [Fact]
    public async Task Names_that_are_not_UTF8_are_an_error_that_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such names.");
        var made = await Programs.RunAsync(
            "sh",
            ["-c", """cd "$0"; printf 1 > "$(printf '\262\342.txt')"; printf 2 > "$(printf '\312\324.txt')"; mkdir "$(printf '\262\342')" """, Directory.CreateDirectory(_folder.At("gbk")).FullName],
            TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
        try
        {
            var outcomes = Plan(recurse: true).Expand(_folder.At("gbk")).ToList();
            Assert.Equal(Enumerable.Repeat("WxCloud.Local.NameNotUtf8", 3), outcomes.Select(static outcome => outcome.Error?.ErrorId));
            Assert.Equal(
                Enumerable.Repeat("WxCloud.Local.NameNotUtf8", 2),
                Plan(recurse: true).ExpandPattern(_folder.At("gbk/*.txt")).Select(static outcome => outcome.Error?.ErrorId));
        }
        finally
        {
            // .NET cannot delete what it cannot name.
            await Programs.RunAsync("rm", ["-rf", _folder.At("gbk")], CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_listed_is_one_error_and_the_rest_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a path that is too long to be opened.");
        var levels = string.Join('/', Enumerable.Repeat(new string('d', 200), 11));
        Directory.CreateDirectory(_folder.At("docs/" + levels));
        Directory.CreateDirectory(_folder.At("rest/" + levels));
        Directory.Move(_folder.At("rest"), _folder.At($"docs/{levels}/rest"));
        try
        {
            var outcomes = Plan(recurse: true).ExpandPattern(_folder.At("docs/*")).ToList();
            Assert.Equal("WxCloud.Local.Unreadable", Assert.Single(outcomes, static outcome => outcome.Error is not null).Error!.ErrorId);
            Assert.Equal(2, outcomes.Count(static outcome => outcome.Error is null));
        }
        finally
        {
            await Programs.RunAsync("rm", ["-rf", _folder.At("docs")], CancellationToken.None);
        }
    }

    private UploadPlan Plan(bool recurse)
    {
        var log = new EngineLog();
        log.Listen(_listener);
        return new(new() { Recurse = recurse }, log);
    }

    private void Link(string name, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        Directory.CreateSymbolicLink(_folder.At(name), target);
    }

    private string CloudPaths(UploadPlan plan, string path) =>
        string.Join(' ', plan.ExpandPattern(_folder.At(path)).Select(static outcome => outcome.Require().CloudPath).Order(StringComparer.Ordinal));
}
