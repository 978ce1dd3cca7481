using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Compare;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Storage.Buckets;

/// <summary>An environment in a bucket that its owner shares: every key has a prefix that cloud paths lack.</summary>
public sealed class SharedBucketTests
{
    private const string BasePath = "tenants/甲/";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Files_go_to_the_part_of_the_environment_and_are_read_by_their_fileIDs(bool cloudPathForms, bool hasGivenKeys)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await StartAsync(cloudPathForms);
        var engine = emulator.Connect(settings => hasGivenKeys ? settings : WithoutKeys(settings)).Engine;
        var paths = Enumerable.Range(0, 12).Select(number => folder.Write($"图{number}.txt")).ToList();
        var sent = await engine.Uploader.SendAsync(paths.SelectMany(new UploadPlan(new() { Prefix = "dir/" }).ExpandPattern).ToAsyncEnumerable(), new() { EnvironmentId = "local-env" }, meter: null, Cancel).ToListAsync(Cancel);
        var files = sent.Select(static outcome => outcome.Require()).ToList();
        Assert.Equal(RunningEmulator.FileId("dir/图0.txt"), files.Single(static file => file.CloudPath == "dir/图0.txt").FileId);
        Assert.Equal(Enumerable.Range(0, 12).Select(static number => $"{BasePath}dir/图{number}.txt").Order(), (await KeysAsync(emulator)).Order());
        // Which of both forms an environment takes is found out once, by the files that were on their way then.
        Assert.InRange(await emulator.CountAsync("object:POST", Cancel), 12, cloudPathForms ? 22 : 12);

        Assert.Equal(files.Select(static file => file.FileId).Order(), (await ListAsync(engine, "dir/")).Select(static file => file.FileId).Order());
        var received = await engine.Downloader.ReceiveAsync(files.Select(static file => file.FileId).ToAsyncEnumerable(), new() { EnvironmentId = "local-env", Destination = folder.At("back") }, meter: null, Cancel).ToListAsync(Cancel);
        Assert.Equal(12, received.Count);
        Assert.All(received, static outcome => Assert.Equal(Path.GetFileName(outcome.Require().LocalPath), File.ReadAllText(outcome.Value!.LocalPath)));
        Assert.Equal([true, true], await engine.Stored.TestAsync("local-env", new[] { "dir/图0.txt", RunningEmulator.FileId("dir/图1.txt") }.ToAsyncEnumerable(), Cancel).Select(static outcome => outcome.Value).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Large_files_copies_moves_and_repairs_stay_in_the_part_of_the_environment()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await StartAsync();
        var engine = emulator.Engine;
        var large = folder.At("large.bin");
        using (var file = File.Create(large))
        {
            file.SetLength(PartLength + 1);
        }

        var items = new[] { new Outcome<string, UploadItem>(large, new UploadItem(large, "large.bin")) };
        (await engine.Uploader.SendAsync(items.ToAsyncEnumerable(), new() { EnvironmentId = "local-env", Verify = true }, meter: null, Cancel).SingleAsync(Cancel)).Require();
        Assert.NotEqual(0, await emulator.CountAsync("object:PART", Cancel));

        await engine.Copier.CopyAsync(new WxCloud.Transfers.Copy.CopyItem[] { new("large.bin", "copy/") }.ToAsyncEnumerable(), new() { EnvironmentId = "local-env" }, Cancel).SingleAsync(Cancel);
        await engine.Copier.CopyAsync(new WxCloud.Transfers.Copy.CopyItem[] { new("large.bin", "moved.bin") }.ToAsyncEnumerable(), new() { EnvironmentId = "local-env", Move = true }, Cancel).SingleAsync(Cancel);
        Assert.Equal([BasePath + "copy/large.bin", BasePath + "moved.bin"], await KeysAsync(emulator));

        var bucket = await engine.Buckets.FindAsync("local-env", Cancel);
        await bucket.Objects.PutAsync(BasePath + "broken.txt", "broken.txt", "text"u8.ToArray(), "text/plain", fileIdMetadata: null, Cancel);
        var broken = await engine.Repair.FindAsync("local-env", "", Cancel).Select(static outcome => outcome.Require()).ToListAsync(Cancel);
        Assert.Equal([RunningEmulator.FileId("broken.txt")], broken);
        (await engine.Repair.RepairAsync("local-env", broken.ToAsyncEnumerable(), Cancel).SingleAsync(Cancel)).Require();
        Assert.Empty(await engine.Repair.FindAsync("local-env", "", Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData(WxCloudSyncDirection.Upload)]
    [InlineData(WxCloudSyncDirection.Download)]
    public async Task Folders_are_mirrored(WxCloudSyncDirection direction)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await StartAsync();
        var options = new SyncOptions { EnvironmentId = "local-env", Folder = folder.At("local"), Prefix = "p", Direction = WxCloudSyncDirection.Upload, Delete = true };
        var file = folder.Write("local/a/图.txt");
        var other = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        await other.Objects.PutAsync("tenants/乙/p/foreign.txt", "foreign.txt", "text"u8.ToArray(), "text/plain", fileIdMetadata: null, Cancel);
        await SyncAsync(options);
        if (direction == WxCloudSyncDirection.Download)
        {
            File.Delete(file);
            folder.Write("local/extra.txt");
            await SyncAsync(options with { Direction = direction });
            Assert.Equal([file], Directory.GetFiles(folder.At("local"), "*", SearchOption.AllDirectories));
        }

        Assert.Equal(["tenants/乙/p/foreign.txt", BasePath + "p/a/图.txt"], await KeysAsync(emulator));
        Assert.Equal(WxCloudSyncReason.Unchanged, Assert.Single(await emulator.Engine.Comparer.CompareAsync(options, Cancel).ToListAsync(Cancel)).Require().Reason);

        async Task SyncAsync(SyncOptions how)
        {
            var done = await emulator.Engine.Plans.ApplyAsync(emulator.Engine.Comparer.CompareAsync(how, Cancel), new() { EnvironmentId = "local-env" }, meter: null, Cancel).ToListAsync(Cancel);
            Assert.All(done, static outcome => Assert.Null(outcome.Error));
        }
    }

    private const long PartLength = 64L << 20;

    private static Task<RunningEmulator> StartAsync(bool cloudPathForms = false) =>
        RunningEmulator.StartAsync(Cancel, new() { BasePath = BasePath, CloudPathForms = cloudPathForms });

    private static ConnectionSettings WithoutKeys(ConnectionSettings settings) => settings with { CosSecretId = null, CosSecretKey = null };

    private static async Task<List<WxCloudFile>> ListAsync(Engine engine, string prefix) =>
        await engine.Files.ByPrefixAsync("local-env", prefix, recurse: true, Cancel).ToListAsync(Cancel);

    /// <summary>The keys of the whole bucket, as its owner sees them.</summary>
    private static async Task<IReadOnlyList<string>> KeysAsync(RunningEmulator emulator)
    {
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        return [.. (await bucket.Objects.ListPageAsync("", "", "", Cancel)).Objects.Select(static item => item.Key)];
    }
}
