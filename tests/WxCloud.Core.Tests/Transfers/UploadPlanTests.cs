using System;
using System.IO;
using System.Linq;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

public sealed class UploadPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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

    [Theory]
    [InlineData("docs", false, "WxCloud.Local.IsFolder")]
    [InlineData("nothing.txt", true, "WxCloud.Local.NotFound")]
    [InlineData("*.none", true, "WxCloud.Local.NoMatch")]
    public void What_cannot_be_sent_is_an_error_of_its_own(string path, bool recurse, string errorId)
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
    public void A_cloud_path_is_for_one_file()
    {
        var plan = new UploadPlan(new() { CloudPath = "x/y.txt" });
        Assert.Equal("x/y.txt", CloudPaths(plan, "c.txt"));
        Assert.Equal("WxCloud.Target.Duplicate", Assert.Single(plan.Expand(_folder.At("docs/a.md"))).Error?.ErrorId);
    }

    [Fact]
    public void Links_to_folders_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        Directory.CreateSymbolicLink(_folder.At("docs/loop"), _folder.At("docs"));
        Assert.Equal("docs/a.md docs/sub/b.md", CloudPaths(new UploadPlan(new() { Recurse = true }), "docs"));
    }

    private string CloudPaths(UploadPlan plan, string path) =>
        string.Join(' ', plan.ExpandPattern(_folder.At(path)).Select(static outcome => outcome.Require().CloudPath).Order(StringComparer.Ordinal));
}
