using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>A plan that is applied some time after it was made.</summary>
public sealed class SavedPlanTests : IAsyncLifetime
{
    private SyncedFolders _folders = null!;

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Theory]
    [InlineData(WxCloudSyncDirection.Upload)]
    [InlineData(WxCloudSyncDirection.Download)]
    public async Task Plan_whose_files_are_the_same_is_applied(WxCloudSyncDirection direction)
    {
        await _folders.StoreAsync("cloud.txt");
        await _folders.StoreAsync("both.txt", "123");
        _folders.Write("local.txt");
        _folders.Write("both.txt", "1234");
        var plan = await _folders.PlanAsync(_folders.Options(direction) with { Delete = true });
        Assert.Equal(3, plan.Count);

        // As a table keeps it: times of whole seconds.
        var saved = plan.Select(static action => action with { LocalLastWriteTime = Whole(action.LocalLastWriteTime), LastModified = Whole(action.LastModified) });
        Assert.All(await _folders.ApplyAsync(saved, verifies: true), static outcome => Assert.Null(outcome.Error));
        Assert.All(await _folders.PlanAsync(_folders.Options(direction)), static action => Assert.Equal(WxCloudSyncOperation.Skip, action.Action));
    }

    [Theory]
    [InlineData("upload", "local")]
    [InlineData("upload", "cloud")]
    [InlineData("upload", "time")]
    [InlineData("new", "cloud")]
    [InlineData("new", "gone")]
    [InlineData("download", "cloud")]
    [InlineData("download", "local")]
    [InlineData("download new", "local")]
    [InlineData("delete", "cloud")]
    [InlineData("delete local", "local")]
    public async Task File_that_changed_since_is_an_error_and_is_not_touched(string action, string change)
    {
        if (action is "upload" or "download" or "download new" or "delete")
        {
            await _folders.StoreAsync("a.txt", "cloud");
        }

        if (action is "upload" or "download" or "new" or "delete local")
        {
            _folders.Write("a.txt", "local file");
        }

        var direction = action is "upload" or "new" or "delete" ? WxCloudSyncDirection.Upload : WxCloudSyncDirection.Download;
        var plan = await _folders.PlanAsync(_folders.Options(direction) with { Delete = true });
        Assert.NotEqual(WxCloudSyncOperation.Skip, Assert.Single(plan).Action);
        switch (change)
        {
            case "local":
                _folders.Write("a.txt", "written since");
                break;
            case "time":
                File.SetLastWriteTimeUtc(_folders.At("a.txt"), DateTime.UtcNow.AddHours(-3));
                break;
            case "gone":
                File.Delete(_folders.At("a.txt"));
                break;
            default:
                await _folders.StoreAsync("a.txt", "stored since");
                break;
        }

        var (local, cloud) = (File.Exists(_folders.At("a.txt")) ? File.ReadAllText(_folders.At("a.txt")) : null, await _folders.ReadAsync("a.txt"));
        var outcome = Assert.Single(await _folders.ApplyAsync(plan, verifies: true));
        Assert.Equal("WxCloud.Sync.FileChanged", outcome.Error?.ErrorId);
        Assert.Equal(plan[0].Item, outcome.Error!.Target);
        Assert.Equal((local, cloud), (File.Exists(_folders.At("a.txt")) ? File.ReadAllText(_folders.At("a.txt")) : null, await _folders.ReadAsync("a.txt")));
    }

    [Fact]
    public async Task Action_without_what_it_needs_or_of_another_file_is_an_error()
    {
        _folders.Write("a.txt");
        var upload = Assert.Single(await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload)));
        var outcomes = await _folders.ApplyAsync(
            [upload with { LocalPath = null }, upload with { CloudPath = "p/other.txt" }, upload with { Action = WxCloudSyncOperation.Download, FileId = null }],
            verifies: true);
        Assert.Equal(["WxCloud.Sync.ActionInvalid"], outcomes.Select(static outcome => outcome.Error?.ErrorId).Distinct());
        Assert.Equal(3, outcomes.Count);
        Assert.Empty(await _folders.ListAsync());
    }

    [Fact]
    public async Task Action_of_another_environment_is_an_error()
    {
        _folders.Write("a.txt");
        var upload = Assert.Single(await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload)));
        var outcome = Assert.Single(await _folders.ApplyAsync([upload with { FileId = upload.FileId!.Replace("local-env", "other-env", StringComparison.Ordinal) }], verifies: true));
        Assert.NotNull(outcome.Error);
        Assert.Empty(await _folders.ListAsync());
    }

    private static DateTimeOffset? Whole(DateTimeOffset? time) => time?.AddTicks(-(time.Value.Ticks % TimeSpan.TicksPerSecond));
}
