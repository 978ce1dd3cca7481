using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Copy;

public sealed class StoredFilesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_are_looked_up_in_their_order_with_and_without_keys(bool hasKeys)
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a.txt", hasMetadata: true);
        var engine = emulator.Connect(settings => hasKeys ? settings : settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        string[] names = [RunningEmulator.FileId("a.txt"), "missing.txt", "a.txt", "dir/", RunningEmulator.FileId("missing.txt")];

        var there = await engine.Stored.TestAsync("local-env", names.ToAsyncEnumerable(), Cancel).ToListAsync(Cancel);
        Assert.Equal([true, false, true, null, false], there.Select(static outcome => outcome.Error is null ? outcome.Value : (bool?)null));

        var found = await engine.Stored.GetAsync("local-env", names.ToAsyncEnumerable(), Cancel).ToListAsync(Cancel);
        Assert.Equal(names, found.Select(static outcome => outcome.Item));
        Assert.Equal([null, "WxCloud.Object.Missing", null, "WxCloud.CloudPath.IsFolder", "WxCloud.Object.Missing"], found.Select(static outcome => outcome.Error?.ErrorId));
        Assert.Equal(
            (RunningEmulator.FileId("a.txt"), "a.txt", 5L, "11177612005948864433", "5d41402abc4b2a76b9719d911017c592", "text/plain"),
            (found[2].Value!.FileId, found[2].Value!.CloudPath, found[2].Value!.Length, found[2].Value!.Crc64, found[2].Value!.ETag, found[2].Value!.ContentType));
        Assert.Equal(hasKeys ? 0 : 8, await emulator.CountAsync("tcb/batchdownloadfile", Cancel));
    }

    [Fact]
    public async Task Only_files_that_cannot_be_read_are_repaired()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "p/good.txt", hasMetadata: true);
        await PutAsync(emulator, "p/missing.txt", hasMetadata: false);
        await PutAsync(emulator, "p/other.txt", hasMetadata: true, metadataOf: "elsewhere.txt");
        await PutAsync(emulator, "q/missing.txt", hasMetadata: false);

        var broken = await emulator.Engine.Repair.FindAsync("local-env", "p/", Cancel).ToListAsync(Cancel);
        string[] expected = [RunningEmulator.FileId("p/missing.txt"), RunningEmulator.FileId("p/other.txt")];
        Assert.Equal(expected, broken.Select(static outcome => outcome.Require()));

        var repaired = await emulator.Engine.Repair.RepairAsync("local-env", expected.ToAsyncEnumerable(), Cancel).ToListAsync(Cancel);
        Assert.Equal(expected, repaired.Select(static outcome => outcome.Require().FileId).Order());
        Assert.Empty(await emulator.Engine.Repair.FindAsync("local-env", "p/", Cancel).ToListAsync(Cancel));
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        Assert.Equal((5L, "text/plain"), (await bucket.Objects.HeadAsync("p/other.txt", "", Cancel)) is { } head ? (head.Length, head.ContentType) : default);
        Assert.Null((await bucket.Objects.HeadAsync("q/missing.txt", "", Cancel))!.FileIdMetadata);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task PutAsync(RunningEmulator emulator, string path, bool hasMetadata, string? metadataOf = null)
    {
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var metadata = hasMetadata ? await bucket.GetFileIdMetadataAsync(metadataOf ?? path, Cancel) : null;
        await bucket.Objects.PutAsync(path, path, Encoding.UTF8.GetBytes("hello"), "text/plain", metadata, Cancel);
    }
}
