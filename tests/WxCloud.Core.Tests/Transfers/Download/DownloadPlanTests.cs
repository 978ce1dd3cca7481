using System;
using System.IO;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Download;

public sealed class DownloadPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../a", false)]
    [InlineData("a/../../b", false)]
    [InlineData("a/./b", false)]
    [InlineData("a//b", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("C:/windows/a", true)]
    [InlineData("a:stream", true)]
    [InlineData("a\\..\\..\\b", true)]
    public void A_path_that_leads_outside_the_destination_is_refused(string cloudPath, bool isWindows) =>
        Assert.Equal("WxCloud.Target.OutsideDestination", ErrorIdOf(cloudPath, isWindows));

    [Theory]
    [InlineData("dir/")]
    [InlineData("a/b/")]
    public void The_fileID_of_a_folder_marker_is_reported_as_such(string cloudPath) =>
        Assert.Equal("WxCloud.FileId.IsFolder", ErrorIdOf(cloudPath, isWindows: false));

    [Theory]
    [InlineData("con")]
    [InlineData("x/NUL.txt")]
    [InlineData("com1.tar.gz")]
    [InlineData("name.")]
    [InlineData("name ")]
    [InlineData("a?b")]
    public void A_name_that_Windows_cannot_hold_is_refused_there_alone(string cloudPath)
    {
        Assert.Equal("WxCloud.Target.NameNotPossible", ErrorIdOf(cloudPath, isWindows: true));
        Assert.Null(ErrorIdOf(cloudPath, isWindows: false));
    }

    [Theory]
    [InlineData(true, "WxCloud.Target.Duplicate")]
    [InlineData(false, null)]
    public void Names_that_differ_in_case_alone_collide_on_a_case_blind_disk(bool isCaseBlind, string? errorId)
    {
        var plan = new DownloadPlan(Options(), isWindows: false, isCaseBlind);
        Assert.Null(plan.Plan("cloud://e.b/Dir/A.txt").Error);
        Assert.Equal(errorId, plan.Plan("cloud://e.b/dir/a.TXT").Error?.ErrorId);
    }

    [Fact]
    public void The_cloud_path_is_kept_under_the_destination_or_left_out()
    {
        Assert.Equal(_folder.At("图/a.txt"), new DownloadPlan(Options()).Plan("cloud://e.b/图/a.txt").Require().TargetPath);
        Assert.Equal(_folder.At("a.txt"), new DownloadPlan(Options() with { Flatten = true }).Plan("cloud://e.b/图/a.txt").Require().TargetPath);
    }

    [Fact]
    public void An_existing_file_is_kept_unless_force_or_skip_decides_otherwise()
    {
        _folder.Write("a.txt");
        Directory.CreateDirectory(_folder.At("folder"));
        Assert.Equal("WxCloud.Target.Exists", new DownloadPlan(Options()).Plan("cloud://e.b/a.txt").Error?.ErrorId);
        Assert.Null(new DownloadPlan(Options() with { Force = true }).Plan("cloud://e.b/a.txt").Error);
        Assert.Equal("WxCloud.Target.IsFolder", new DownloadPlan(Options() with { Force = true }).Plan("cloud://e.b/folder").Error?.ErrorId);
    }

    private DownloadOptions Options() => new() { EnvironmentId = "e", Destination = _folder.Path };

    private string? ErrorIdOf(string cloudPath, bool isWindows) =>
        new DownloadPlan(Options(), isWindows, isCaseBlind: isWindows).Plan("cloud://e.b/" + cloudPath).Error?.ErrorId;
}
