using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>What is deleted at the target was there in another place before, or is unchanged since the comparison.</summary>
public sealed class MoveSafetyTests : IAsyncLifetime
{
    private const string Content = "the content of a photo";

    private SyncedFolders _folders = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Theory]
    [InlineData("status", 503, null)]
    [InlineData("status", 403, null)]
    [InlineData("reset", 0, null)]
    [InlineData("error-in-200", null, null)]
    [InlineData("error-in-200", null, 1)]
    public async Task Old_place_of_a_moved_file_is_deleted_only_after_its_copy(string kind, int? value, int? times)
    {
        await _folders.StoreAsync("old.jpg", Content);
        await _folders.StoreAsync("extra.txt");
        _folders.Write("new.jpg", Content);
        var plan = await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload) with { Delete = true });
        Assert.Equal("Delete extra.txt Extra; Copy new.jpg Moved; Delete old.jpg Extra", SyncedFolders.Text(plan));
        await _folders.Emulator.BreakAsync("object:COPY", kind, value, times, Token);
        var outcomes = await _folders.ApplyAsync(plan);
        if (times is not null)
        {
            Assert.All(outcomes, static outcome => Assert.Null(outcome.Error));
            Assert.Equal(["new.jpg"], await _folders.ListAsync());
            return;
        }

        var kept = Assert.Single(outcomes, static outcome => outcome.Error?.ErrorId == "WxCloud.Sync.MoveIncomplete");
        Assert.Equal(RunningEmulator.FileId("p/old.jpg"), kept.Item);
        Assert.Contains(_folders.At("new.jpg"), kept.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("old.jpg", await _folders.ListAsync());
        Assert.DoesNotContain("extra.txt", await _folders.ListAsync());
    }

    [Fact]
    public async Task Copy_that_the_storage_returns_no_checksum_of_is_replaced_by_the_local_file()
    {
        var path = _folders.Write("new.jpg", Content);
        var crc64 = await FileChecksum.ReadCrc64Async(path, Token);
        await using var cloud = new ScriptedBucket(request => (request.Method, request.Target.Contains("old", StringComparison.Ordinal)) switch
        {
            ("PUT", _) => ScriptedBucket.Xml("200 OK", "<CopyObjectResult><ETag>&quot;tag&quot;</ETag></CopyObjectResult>"),
            ("POST", _) => ScriptedReply.Of("204 No Content", "ETag: \"tag\"", ""),
            (_, true) => ScriptedReply.Of("200 OK", $"ETag: \"tag\"\r\nContent-Length: {Content.Length}\r\nx-cos-hash-crc64ecma: {crc64}", ""),
            _ => ScriptedReply.Of("200 OK", $"ETag: \"tag\"\r\nContent-Length: {Content.Length}\r\nx-cos-meta-fileid: meta of p/new.jpg", ""),
        });
        var local = new FileInfo(path);
        var copy = new WxCloudSyncAction
        {
            Action = WxCloudSyncOperation.Copy,
            Reason = WxCloudSyncReason.Moved,
            CloudPath = "p/new.jpg",
            CopyFrom = "p/old.jpg",
            LocalPath = path,
            Length = Content.Length,
            LocalLength = Content.Length,
            LocalLastWriteTime = new DateTimeOffset(local.LastWriteTimeUtc),
            Crc64 = crc64,
        };
        var actions = new[] { new Outcome<string, WxCloudSyncAction>(copy.Item, copy) }.ToAsyncEnumerable();
        var done = await cloud.Engine.Plans.ApplyAsync(actions, new() { EnvironmentId = "env" }, meter: null, Token).SingleAsync(Token);
        Assert.Equal(WxCloudSyncResult.Uploaded, done.Require().Result);
    }

    [Fact]
    public async Task Old_place_stays_when_the_local_file_cannot_be_sent_after_the_comparison()
    {
        await _folders.StoreAsync("old.jpg", Content);
        _folders.Write("new.jpg", Content);
        var plan = await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload) with { Delete = true });
        File.Delete(_folders.At("new.jpg"));
        Assert.All(await _folders.ApplyAsync(plan, verifies: true), static outcome => Assert.NotNull(outcome.Error));
        Assert.Equal(["old.jpg"], await _folders.ListAsync());
    }

    [Fact]
    public async Task Old_place_stays_when_its_checksum_cannot_be_read_and_the_upload_fails()
    {
        await _folders.StoreAsync("old.jpg", Content);
        _folders.Write("new.jpg", Content);
        await _folders.Emulator.BreakAsync("object:HEAD", "status", 403, times: 1, Token);
        var plan = await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload) with { Delete = true });
        Assert.Equal("Upload new.jpg New; Delete old.jpg Extra", SyncedFolders.Text(plan));
        await _folders.Emulator.BreakAsync("tcb/uploadfile", "status", 503, times: null, Token);
        Assert.All(await _folders.ApplyAsync(plan), static outcome => Assert.NotNull(outcome.Error));
        Assert.Equal(["old.jpg"], await _folders.ListAsync());
    }

    [Fact]
    public async Task Old_place_stays_when_the_new_name_is_not_possible()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The disk has no such names.");
        await _folders.StoreAsync("old.jpg", Content);
        _folders.Write("new\u001b.jpg", Content);
        var outcomes = await _folders.ApplyAsync(await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload) with { Delete = true }));
        Assert.All(outcomes, static outcome => Assert.NotNull(outcome.Error));
        Assert.Equal(["old.jpg"], await _folders.ListAsync());
    }

    [Theory]
    [InlineData("object:GET", "status", 503)]
    [InlineData("object:GET", "corrupt", null)]
    public async Task Local_file_stays_until_the_file_that_moved_in_the_cloud_was_received(string route, string kind, int? value)
    {
        await _folders.StoreAsync("new.jpg", Content);
        _folders.Write("old.jpg", Content);
        _folders.Write("extra.txt");
        var options = _folders.Options(WxCloudSyncDirection.Download) with { Delete = true };
        var plan = await _folders.PlanAsync(options);
        Assert.Equal("Delete extra.txt Extra; Download new.jpg New; Delete old.jpg Extra", SyncedFolders.Text(plan));
        await _folders.Emulator.BreakAsync(route, kind, value, times: null, Token);
        var outcomes = await _folders.ApplyAsync(plan);
        Assert.Equal(_folders.At("old.jpg"), Assert.Single(outcomes, static outcome => outcome.Error?.ErrorId == "WxCloud.Sync.MoveIncomplete").Item);
        Assert.Equal([_folders.At("old.jpg")], Directory.GetFiles(_folders.Path));
        await _folders.Emulator.BreakAsync("object:PART", "delay", 1, times: null, Token);
        await _folders.SyncAsync(options);
        Assert.Equal([_folders.At("new.jpg")], Directory.GetFiles(_folders.Path));
    }

    [Fact]
    public async Task Cloud_file_that_was_written_since_the_comparison_is_not_deleted()
    {
        await _folders.StoreAsync("a.txt", "old");
        await _folders.StoreAsync("b.txt", "old");
        await _folders.StoreAsync("c.txt", "old");
        var plan = await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Upload) with { Delete = true });
        await _folders.StoreAsync("b.txt", "new");
        await _folders.Emulator.Engine.Folders.DeleteFileAsync("local-env", "p/c.txt", Token);
        var outcomes = await _folders.ApplyAsync(plan);
        Assert.Equal((RunningEmulator.FileId("p/b.txt"), "WxCloud.Sync.FileChanged"), outcomes.Where(static outcome => outcome.Error is not null).Select(static outcome => (outcome.Item, outcome.Error!.ErrorId)).Single());
        Assert.Equal(["b.txt"], await _folders.ListAsync());
        Assert.Equal(3, outcomes.Count);
    }

    [Fact]
    public async Task Local_file_that_was_written_since_the_comparison_is_not_replaced()
    {
        await _folders.StoreAsync("a.txt", "from the cloud");
        _folders.Write("a.txt", "old");
        var plan = await _folders.PlanAsync(_folders.Options(WxCloudSyncDirection.Download));
        _folders.Write("a.txt", "written meanwhile");
        var outcome = Assert.Single(await _folders.ApplyAsync(plan));
        Assert.Equal("WxCloud.Sync.FileChanged", outcome.Error?.ErrorId);
        Assert.Equal("written meanwhile", File.ReadAllText(_folders.At("a.txt")));
        Assert.Single(Directory.GetFileSystemEntries(_folders.Path));
    }
}
