using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Transfers.Sync.Apply;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>The cloud folder becomes like the local one.</summary>
public sealed class UploadSyncTests : IAsyncLifetime
{
    private SyncedFolders _folders = null!;

    private SyncOptions Options => _folders.Options(WxCloudSyncDirection.Upload);

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Plan_has_one_action_per_file_and_changes_nothing()
    {
        await _folders.StoreAsync("same.txt");
        await _folders.StoreAsync("longer.txt", "12");
        await _folders.StoreAsync("newer.txt", "12");
        await _folders.StoreAsync("extra.txt");
        _folders.Write("same.txt");
        _folders.Write("longer.txt", "123");
        _folders.Write("newer.txt", "21", TimeSpan.FromHours(-1));
        _folders.Write("图/新.txt");
        var plan = await _folders.PlanAsync(Options);
        Assert.Equal(
            "Skip extra.txt Extra; Upload longer.txt LengthDiffers; Upload newer.txt Newer; Skip same.txt Unchanged; Upload 图/新.txt New",
            SyncedFolders.Text(plan));
        var action = plan.Single(static action => action.Reason == WxCloudSyncReason.New);
        Assert.Equal(("p/图/新.txt", _folders.At("图/新.txt"), "cloud://local-env.6c6f-local-env-1250000000/p/图/新.txt", 11L), (action.CloudPath, action.LocalPath, action.FileId, action.Length));
        Assert.Equal(0, await _folders.Emulator.CountAsync("object:POST", TestContext.Current.CancellationToken));
        Assert.Equal(4, (await _folders.ListAsync()).Count);
    }

    [Fact]
    public async Task Sync_sends_what_differs_and_a_second_run_sends_nothing()
    {
        _folders.Write("a.txt");
        _folders.Write("b/c.txt");
        _folders.Write("empty", "");
        var done = await _folders.SyncAsync(Options);
        Assert.Equal(Enumerable.Repeat<WxCloudSyncResult?>(WxCloudSyncResult.Uploaded, 3), done.Select(static action => action.Result));
        Assert.Equal(["a.txt", "b/c.txt", "empty"], await _folders.ListAsync());
        Assert.Equal("b/c.txt", await _folders.ReadAsync("b/c.txt"));

        Assert.Equal("Skip a.txt Unchanged; Skip b/c.txt Unchanged; Skip empty Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options)));
        Assert.Empty(await _folders.SyncAsync(Options));
    }

    [Fact]
    public async Task Times_are_compared_to_the_second()
    {
        await _folders.StoreAsync("a.txt");
        var stored = (await _folders.PlanAsync(Options)).Single().LastModified!.Value.UtcDateTime;
        _folders.Write("a.txt");
        File.SetLastWriteTimeUtc(_folders.At("a.txt"), stored.AddMilliseconds(999));
        Assert.Equal("Skip a.txt Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options)));
        File.SetLastWriteTimeUtc(_folders.At("a.txt"), stored.AddSeconds(1));
        Assert.Equal("Upload a.txt Newer", SyncedFolders.Text(await _folders.PlanAsync(Options)));
    }

    [Fact]
    public async Task Delete_removes_files_that_only_the_cloud_has_after_all_other_actions()
    {
        await _folders.StoreAsync("a.txt");
        await _folders.StoreAsync("z/b.txt");
        await _folders.StoreAsync("other.txt", prefix: "p2/");
        _folders.Write("c.txt");
        var done = await _folders.SyncAsync(Options with { Delete = true });
        Assert.Equal([WxCloudSyncResult.Uploaded, WxCloudSyncResult.Deleted, WxCloudSyncResult.Deleted], done.Select(static action => action.Result));
        Assert.Equal(["c.txt"], await _folders.ListAsync());
        Assert.Equal(["other.txt"], await _folders.ListAsync("p2/"));
    }

    [Fact]
    public async Task Filtered_files_are_neither_sent_nor_deleted()
    {
        await _folders.StoreAsync("keep.tmp");
        await _folders.StoreAsync("sub/keep.tmp");
        await _folders.StoreAsync("gone.txt");
        _folders.Write("a.txt");
        _folders.Write("b.tmp");
        _folders.Write("sub/c.TXT");
        _folders.Write("d.md");
        var options = Options with { Delete = true, Include = ["*.txt", "*.tmp"], Exclude = ["*.tmp"] };
        Assert.Equal("Upload a.txt New; Delete gone.txt Extra; Upload sub/c.TXT New", SyncedFolders.Text(await _folders.PlanAsync(options)));
        await _folders.SyncAsync(options);
        Assert.Equal(["a.txt", "keep.tmp", "sub/c.TXT", "sub/keep.tmp"], await _folders.ListAsync());
    }

    [Theory]
    [InlineData("2", 3, false)]
    [InlineData("3", 3, true)]
    [InlineData("29%", 3, false)]
    [InlineData("30%", 3, true)]
    [InlineData("0", 1, false)]
    public async Task Max_delete_is_a_count_or_a_percentage_and_beyond_it_nothing_is_deleted(string limit, int extra, bool isAllowed)
    {
        for (var i = 0; i < 10; i++)
        {
            await _folders.StoreAsync($"{i}.txt");
            if (i >= extra)
            {
                _folders.Write($"{i}.txt");
            }
        }

        var outcomes = await _folders.CompareAsync(Options with { Delete = true, MaxDelete = DeleteLimit.Parse(limit) });
        Assert.Equal(isAllowed ? extra : 0, outcomes.Count(static outcome => outcome.Value?.Action == WxCloudSyncOperation.Delete));
        Assert.Equal(isAllowed ? [] : ["WxCloud.Sync.TooManyDeletions"], outcomes.Select(static outcome => outcome.Error?.ErrorId).OfType<string>());
    }

    [Fact]
    public async Task Files_at_the_root_are_deleted_only_with_AllowRoot()
    {
        await _folders.StoreAsync("a.txt");
        var root = Options with { Prefix = "", Delete = true };
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _folders.CompareAsync(root));
        Assert.Equal("WxCloud.Sync.RootNotAllowed", error.ErrorId);
        await _folders.SyncAsync(root with { AllowRoot = true });
        Assert.Empty(await _folders.ListAsync());
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_local_folder_cannot_be_read()
    {
        var token = TestContext.Current.CancellationToken;
        _folders.Write("a.txt");
        _folders.Write("sub/b.txt");
        await _folders.StoreAsync("a.txt");
        await _folders.StoreAsync("extra.txt");
        await _folders.StoreAsync("sub/b.txt");
        var engine = _folders.Emulator.Engine;
        var comparison = new UploadComparison(Options with { Delete = true }, await engine.Buckets.FindAsync("local-env", token), engine.Log);
        await using var merge = comparison.MergeAsync(engine.Files.ByPrefixAsync("local-env", "p/", recurse: true, token), token).GetAsyncEnumerator(token);
        Assert.True(await merge.MoveNextAsync());

        // The names of the folder were read already, so the walk finds out when it enters.
        Directory.Delete(_folders.At("sub"), recursive: true);
        Assert.True(await merge.MoveNextAsync());
        Assert.Equal((_folders.At("sub"), "WxCloud.Local.NotFound"), (merge.Current.Outcome.Item, merge.Current.Outcome.Error?.ErrorId));
        Assert.False(await merge.MoveNextAsync());
        Assert.Equal("WxCloud.Sync.ListingIncomplete", Assert.Single(comparison.Delete()).Error?.ErrorId);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_the_cloud_listing_breaks_off()
    {
        await _folders.StoreAsync("a.txt");
        await _folders.StoreAsync("b.txt");
        await _folders.Emulator.BreakAsync("object:LIST", "status", 403, times: null, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<WxCloudException>(() => _folders.CompareAsync(Options with { Delete = true }));
        await _folders.Emulator.BreakAsync("object:PART", "status", 403, times: null, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await _folders.ListAsync()).Count);
    }

    [Fact]
    public async Task Moved_file_is_copied_on_the_server_and_its_old_place_deleted()
    {
        await _folders.StoreAsync("old/photo.jpg", "content of a photo");
        await _folders.StoreAsync("zzz/other.jpg", "CONTENT OF A PHOTO");
        _folders.Write("new/photo.jpg", "content of a photo");
        var plan = await _folders.PlanAsync(Options with { Delete = true });
        Assert.Equal("Copy new/photo.jpg Moved; Delete old/photo.jpg Extra; Delete zzz/other.jpg Extra", SyncedFolders.Text(plan));
        Assert.Equal("p/old/photo.jpg", plan[0].CopyFrom);
        Assert.Equal(WxCloudSyncResult.Copied, (await _folders.ApplyAsync([plan[0]])).Single().Require().Result);
        Assert.Equal(0, await _folders.Emulator.CountAsync("object:POST", TestContext.Current.CancellationToken));
        Assert.All(await _folders.ApplyAsync(plan.Skip(1)), static outcome => Assert.Equal(WxCloudSyncResult.Deleted, outcome.Require().Result));
        Assert.Equal("content of a photo", await _folders.ReadAsync("new/photo.jpg"));
        Assert.Equal("Skip new/photo.jpg Unchanged", SyncedFolders.Text(await _folders.PlanAsync(Options)));
    }

    [Fact]
    public async Task Moved_files_are_found_by_their_names_among_many_of_their_length()
    {
        foreach (var number in Enumerable.Range(10, 30))
        {
            // The listing has them in the opposite order of their names.
            await _folders.StoreAsync($"old/{99 - number}/{number}.txt", $"content {number}");
        }

        _folders.Write("new/25.txt", "content 25");
        _folders.Write("new/39.txt", "content 39");
        _folders.Write("new/40.txt", "content 40");
        var plan = await _folders.PlanAsync(Options);
        Assert.Equal(
            ["Copy p/old/74/25.txt", "Copy p/old/60/39.txt", "Upload "],
            plan.Where(static action => action.Action != WxCloudSyncOperation.Skip).OrderBy(static action => action.CloudPath).Select(static action => $"{action.Action} {action.CopyFrom}"));
        // One for each that has its name, and eight for the one that is new.
        Assert.Equal(10, await _folders.Emulator.CountAsync("object:HEAD", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Moved_file_whose_old_place_is_gone_is_sent()
    {
        await _folders.StoreAsync("old.jpg", "content of a photo");
        _folders.Write("new.jpg", "content of a photo");
        var plan = await _folders.PlanAsync(Options);
        var copy = plan.Single(static action => action.Action == WxCloudSyncOperation.Copy);
        await _folders.StoreAsync("old.jpg", "CONTENT of a photo");
        var done = (await _folders.ApplyAsync([copy])).Single().Require();
        Assert.Equal((WxCloudSyncOperation.Upload, WxCloudSyncResult.Uploaded), (done.Action, done.Result));
        Assert.Equal("content of a photo", await _folders.ReadAsync("new.jpg"));
    }

    [Fact]
    public async Task Checksum_finds_other_content_of_the_same_length_and_time()
    {
        await _folders.StoreAsync("a.txt", "12345");
        await _folders.StoreAsync("b.txt", "12345");
        _folders.Write("a.txt", "54321");
        _folders.Write("b.txt", "12345", TimeSpan.FromHours(-1));
        var options = Options with { CompareBy = WxCloudCompareBy.Checksum };
        Assert.Equal("Upload a.txt ContentDiffers; Skip b.txt Unchanged", SyncedFolders.Text(await _folders.PlanAsync(options)));
        await _folders.SyncAsync(options);
        Assert.Equal("54321", await _folders.ReadAsync("a.txt"));
    }

    [Fact]
    public async Task Shards_handle_each_file_once()
    {
        for (var i = 0; i < 12; i++)
        {
            _folders.Write($"{i}.txt");
            await _folders.StoreAsync($"extra/{i}.txt");
        }

        var whole = SyncedFolders.Text(await _folders.PlanAsync(Options with { Delete = true }));
        var parts = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => _folders.PlanAsync(Options with { Delete = true, Shard = WxCloudShard.Parse($"{i}/3") })));
        Assert.All(parts, static part => Assert.NotEmpty(part));
        Assert.Equal(whole, SyncedFolders.Text(parts.SelectMany(static part => part)));
    }

    [Fact]
    public async Task Impossible_names_are_conflicts_and_the_rest_is_sent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The disk has no such names.");
        _folders.Write("bad\u001b.txt");
        _folders.Write("good.txt");
        var plan = await _folders.PlanAsync(Options);
        Assert.Equal("Conflict bad\u001b.txt NameNotPossible; Upload good.txt New", SyncedFolders.Text(plan));
        var done = await _folders.ApplyAsync(plan);
        Assert.Equal("WxCloud.Sync.Conflict", Assert.Single(done, static outcome => outcome.Error is not null).Error!.ErrorId);
        Assert.Equal(["good.txt"], await _folders.ListAsync());
    }

    [Fact]
    public async Task One_failure_stops_no_other_file()
    {
        for (var i = 0; i < 5; i++)
        {
            _folders.Write($"{i}.txt");
        }

        var plan = await _folders.PlanAsync(Options);
        File.Delete(_folders.At("2.txt"));
        var outcomes = await _folders.ApplyAsync(plan);
        var failed = Assert.Single(outcomes, static outcome => outcome.Error is not null);
        Assert.Equal(_folders.At("2.txt"), failed.Item);
        Assert.Equal(4, (await _folders.ListAsync()).Count);
    }

    [Fact]
    public async Task A_run_after_an_interruption_sends_only_the_missing_files()
    {
        var token = TestContext.Current.CancellationToken;
        for (var i = 0; i < 12; i++)
        {
            _folders.Write($"{i}.txt");
        }

        var engine = _folders.Emulator.Engine;
        var apply = new ApplyOptions { EnvironmentId = "local-env", ThrottleLimit = 1 };
        await using (var run = engine.Plans.ApplyAsync(engine.Comparer.CompareAsync(Options, token), apply, meter: null, token).GetAsyncEnumerator(token))
        {
            Assert.True(await run.MoveNextAsync());
        }

        var plan = await _folders.PlanAsync(Options);
        var missing = plan.Count(static action => action.Action == WxCloudSyncOperation.Upload);
        Assert.InRange(missing, 1, 11);
        Assert.Equal(missing, (await _folders.ApplyAsync(plan)).Count(static outcome => outcome.Require().Result == WxCloudSyncResult.Uploaded));
        Assert.Equal(12, (await _folders.ListAsync()).Count);
    }

    [Fact]
    public async Task Leftovers_of_downloads_and_folder_markers_are_ignored()
    {
        _folders.Write(".0123456789ab.wxpart");
        _folders.Write(".0123456789ab.wxresume");
        _folders.Write("a/b.txt");
        await _folders.StoreAsync("a/", "");
        await _folders.StoreAsync("", "");
        Assert.Equal("Skip a/ FolderMarker; Upload a/b.txt New", SyncedFolders.Text(await _folders.PlanAsync(Options with { Delete = true })));
    }

    [Fact]
    public async Task Links_are_followed_except_in_loops_where_nothing_is_deleted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        _folders.Write("real/a.txt", "linked");
        Directory.CreateSymbolicLink(_folders.At("real/circle"), _folders.Path);
        File.CreateSymbolicLink(_folders.At("link.txt"), _folders.At("real/a.txt"));
        await _folders.StoreAsync("real/circle/kept.txt");
        var plan = await _folders.PlanAsync(Options with { Delete = true });
        Assert.Equal("Upload link.txt New; Upload real/a.txt New; Skip real/circle/kept.txt NotAnOrdinaryFile", SyncedFolders.Text(plan));
        Assert.All(plan.Where(static action => action.Action == WxCloudSyncOperation.Upload), static action => Assert.Equal(6, action.Length));
    }

    [Theory]
    [InlineData("/p", "WxCloud.CloudPath.LeadingSlash")]
    [InlineData("p//q", "WxCloud.CloudPath.DoubleSlash")]
    [InlineData("../p", "WxCloud.CloudPath.DotSegment")]
    public async Task Impossible_prefix_is_an_error(string prefix, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<WxCloudException>(() => _folders.CompareAsync(Options with { Prefix = prefix }))).ErrorId);

    [Fact]
    public async Task Missing_folder_and_file_in_its_place_are_errors()
    {
        var missing = Options with { Folder = _folders.At("missing") };
        Assert.Equal("WxCloud.Local.NotFound", (await Assert.ThrowsAsync<WxCloudException>(() => _folders.CompareAsync(missing))).ErrorId);
        var file = Options with { Folder = _folders.Write("file") };
        Assert.Equal("WxCloud.Sync.NotAFolder", (await Assert.ThrowsAsync<WxCloudException>(() => _folders.CompareAsync(file))).ErrorId);
    }
}
