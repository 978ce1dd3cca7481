using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>The local folder becomes like the cloud one.</summary>
public sealed class DownloadSyncTests : IAsyncLifetime
{
    private SyncedFolders _folders = null!;

    private SyncOptions Options => _folders.Options(WxCloudSyncDirection.Download);

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Plan_has_one_action_per_file_and_changes_nothing()
    {
        await _folders.StoreAsync("longer.txt", "123");
        await _folders.StoreAsync("newer.txt", "12");
        await _folders.StoreAsync("older.txt", "12");
        await _folders.StoreAsync("图/新.txt");
        _folders.Write("longer.txt", "12", TimeSpan.FromHours(-1));
        _folders.Write("newer.txt", "21");
        _folders.Write("older.txt", "21", TimeSpan.FromHours(-1));
        _folders.Write("extra.txt");
        var plan = await _folders.PlanAsync(Options);
        Assert.Equal(
            "Skip extra.txt Extra; Download longer.txt LengthDiffers; Download newer.txt Newer; Skip older.txt Unchanged; Download 图/新.txt New",
            SyncedFolders.Text(plan));
        Assert.Equal(_folders.At("图/新.txt"), plan.Single(static action => action.Reason == WxCloudSyncReason.New).LocalPath);
        Assert.Equal(4, Directory.GetFiles(_folders.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Sync_receives_what_differs_sets_its_time_and_a_second_run_receives_nothing()
    {
        await _folders.Emulator.PostAsync("clock", new { advanceSeconds = -86_400 }, TestContext.Current.CancellationToken);
        await _folders.StoreAsync("a.txt");
        await _folders.StoreAsync("b/c.txt", "new");
        _folders.Write("b/c.txt", "older", TimeSpan.FromDays(2));
        var done = await _folders.SyncAsync(Options);
        Assert.All(done, static action => Assert.Equal(WxCloudSyncResult.Downloaded, action.Result));
        Assert.Equal("new", File.ReadAllText(_folders.At("b/c.txt")));
        Assert.Equal(done[0].LastModified!.Value.UtcDateTime, File.GetLastWriteTimeUtc(done[0].LocalPath!), TimeSpan.FromSeconds(1));
        Assert.Equal("Skip a.txt Unchanged; Skip b/c.txt Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options)));
        Assert.Equal("Skip a.txt Unchanged; Skip b/c.txt Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options with { Direction = WxCloudSyncDirection.Upload })));
    }

    [Fact]
    public async Task File_without_the_metadata_of_the_cloud_is_received_from_the_bucket()
    {
        var bucket = await _folders.Emulator.Engine.Buckets.FindAsync("local-env", TestContext.Current.CancellationToken);
        await bucket.Objects.PutAsync("p/外 +%41.txt", "foreign", "foreign"u8.ToArray(), "text/plain", fileIdMetadata: null, TestContext.Current.CancellationToken);
        Assert.Equal(WxCloudSyncResult.Downloaded, Assert.Single(await _folders.SyncAsync(Options)).Result);
        Assert.Equal("foreign", File.ReadAllText(_folders.At("外 +%41.txt")));
        Assert.Equal(0, await _folders.Emulator.CountAsync("tcb/batchdownloadfile", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_that_the_keys_may_not_read_is_received_by_its_link()
    {
        await _folders.StoreAsync("a.txt");
        await _folders.Emulator.BreakAsync("object:GET", "status", 403, times: 1, TestContext.Current.CancellationToken);
        await _folders.SyncAsync(Options);
        Assert.Equal("a.txt", File.ReadAllText(_folders.At("a.txt")));
        Assert.Equal(1, await _folders.Emulator.CountAsync("tcb/batchdownloadfile", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Missing_folder_is_created()
    {
        await _folders.StoreAsync("a/b.txt");
        await _folders.SyncAsync(Options with { Folder = _folders.At("new/deep") });
        Assert.Equal("a/b.txt", File.ReadAllText(_folders.At("new/deep/a/b.txt")));
    }

    [Fact]
    public async Task Delete_removes_what_only_the_local_folder_has()
    {
        await _folders.StoreAsync("a.txt");
        _folders.Write("extra/b.txt");
        _folders.Write("keep.tmp");
        _folders.Write(".0123456789ab.wxpart");
        var done = await _folders.SyncAsync(Options with { Delete = true, Exclude = ["*.tmp"] });
        Assert.Equal([WxCloudSyncResult.Downloaded, WxCloudSyncResult.Deleted], done.Select(static action => action.Result));
        Assert.Equal([".0123456789ab.wxpart", "a.txt", "keep.tmp"], Directory.GetFiles(_folders.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Local_file_that_changed_since_is_not_deleted()
    {
        _folders.Write("extra.txt");
        var plan = await _folders.PlanAsync(Options with { Delete = true });
        _folders.Write("extra.txt", "written since");
        Assert.Equal("WxCloud.Sync.FileChanged", (await _folders.ApplyAsync(plan)).Single().Error?.ErrorId);
        Assert.True(File.Exists(_folders.At("extra.txt")));
    }

    public static TheoryData<string> HostileNames => new("../outside.txt", "a/../../outside.txt", "/absolute.txt", "a//b.txt", "./a.txt", "..", "nul\0.txt");

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task Hostile_names_are_conflicts_and_nothing_is_written_outside(string name)
    {
        var prefix = Options.CloudFolder;
        var comparison = await ComparisonAsync(isWindows: false, isCaseBlind: false);
        Assert.Equal(["Conflict NameNotPossible"], await MergeAsync(comparison, prefix + name));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("a/nul.txt")]
    [InlineData("C:/x")]
    [InlineData("a\\..\\..\\b")]
    [InlineData("file.txt:stream")]
    [InlineData("trailing.")]
    public async Task Names_that_mean_something_else_on_Windows_are_conflicts_there(string name)
    {
        Assert.Equal(["Conflict NameNotPossible"], await MergeAsync(await ComparisonAsync(isWindows: true, isCaseBlind: true), "p/" + name));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(["Download New"], await MergeAsync(await ComparisonAsync(isWindows: false, isCaseBlind: false), "p/" + name));
        }
    }

    [Fact]
    public async Task Second_of_two_names_that_differ_in_case_is_a_conflict_on_a_case_blind_disk()
    {
        Assert.Equal(["Download New", "Conflict DiffersOnlyInCase"], await MergeAsync(await ComparisonAsync(isWindows: false, isCaseBlind: true), "p/A.txt", "p/a.txt"));
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The disk is case-blind.");
        Assert.Equal(["Download New", "Download New"], await MergeAsync(await ComparisonAsync(isWindows: false, isCaseBlind: false), "p/A.txt", "p/a.txt"));
    }

    [Fact]
    public async Task Local_file_is_not_deleted_for_a_name_in_other_case_on_a_case_blind_disk()
    {
        _folders.Write("A.txt");
        var comparison = await ComparisonAsync(isWindows: false, isCaseBlind: true);
        await MergeAsync(comparison, "p/a.txt");
        Assert.Equal((WxCloudSyncOperation.Conflict, WxCloudSyncReason.DiffersOnlyInCase), Assert.Single(comparison.Delete()).Require() is var action ? (action.Action, action.Reason) : default);
    }

    [Fact]
    public async Task Name_that_is_a_file_and_a_folder_is_a_conflict_below_the_file()
    {
        foreach (var path in new[] { "a", "a.txt", "a/b", "a/b/c", "a0" })
        {
            await _folders.StoreAsync(path);
        }

        var plan = await _folders.PlanAsync(Options);
        Assert.Equal("Download a New; Download a.txt New; Conflict a/b FileAndFolder; Conflict a/b/c FileAndFolder; Download a0 New", SyncedFolders.Text(plan));
        Assert.Equal(2, (await _folders.ApplyAsync(plan)).Count(static outcome => outcome.Error?.ErrorId == "WxCloud.Sync.Conflict"));
        Assert.Equal(["a", "a.txt", "a0"], Directory.GetFiles(_folders.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Local_folder_or_file_in_the_way_is_a_conflict()
    {
        await _folders.StoreAsync("folder");
        await _folders.StoreAsync("file/a.txt");
        _folders.Write("folder/x.txt");
        _folders.Write("file");
        Assert.Equal(
            "Skip file Extra; Conflict file/a.txt FileAndFolder; Conflict folder FileAndFolder; Skip folder/x.txt Extra",
            SyncedFolders.Text(await _folders.PlanAsync(Options)));
    }

    [Fact]
    public async Task Checksum_finds_other_content_of_the_same_length()
    {
        await _folders.StoreAsync("a.txt", "12345");
        await _folders.StoreAsync("b.txt", "12345");
        _folders.Write("a.txt", "54321", TimeSpan.FromHours(-1));
        _folders.Write("b.txt", "12345");
        Assert.Equal("Download a.txt ContentDiffers; Skip b.txt Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options with { CompareBy = WxCloudCompareBy.Checksum })));
    }

    private async Task<DownloadComparison> ComparisonAsync(bool isWindows, bool isCaseBlind)
    {
        var engine = _folders.Emulator.Engine;
        var bucket = await engine.Buckets.FindAsync("local-env", TestContext.Current.CancellationToken);
        return new(Options with { Delete = true }, bucket, engine.Log, isWindows, isCaseBlind);
    }

    private static async Task<List<string>> MergeAsync(DownloadComparison comparison, params string[] cloudPaths)
    {
        var files = cloudPaths.Select(static cloudPath => new WxCloudFile
        {
            FileId = "cloud://local-env.b/" + cloudPath,
            CloudPath = cloudPath,
            EnvironmentId = "local-env",
            Bucket = "b",
            Length = 1,
        });
        return await comparison.MergeAsync(files.ToAsyncEnumerable(), TestContext.Current.CancellationToken)
            .Select(static candidate => $"{candidate.Outcome.Require().Action} {candidate.Outcome.Value!.Reason}")
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
