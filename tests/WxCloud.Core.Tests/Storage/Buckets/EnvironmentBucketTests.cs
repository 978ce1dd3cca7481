using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Storage.Buckets;

public sealed class EnvironmentBucketTests
{
    [Fact]
    public async Task Files_with_unusual_names_are_listed_looked_up_copied_and_deleted()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] names = ["a+b %41&=.txt", "图 片.txt", "\U0001F600.txt", "plain.txt"];
        using var folder = new TemporaryFolder();
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(folder.Path, name), "content of " + name);
        }

        await using var emulator = await RunningEmulator.StartAsync(cancellation);
        var sent = await emulator.UploadAsync(new UploadPlan(new() { Prefix = "目录/" }), names.Select(name => Path.Combine(folder.Path, name)), cancellation);
        Assert.All(sent, static outcome => Assert.Null(outcome.Error));

        var listed = await emulator.Engine.Files.ByPrefixAsync("local-env", "目录/", recurse: true, cancellation).ToListAsync(cancellation);
        Assert.Equal(names.Order(StringComparer.Ordinal).Select(static name => "目录/" + name), listed.Select(static file => file.CloudPath).Order(StringComparer.Ordinal));
        Assert.Equal(sent.Select(static outcome => (outcome.Value!.FileId, outcome.Value.Length, outcome.Value.ETag)).Order(), listed.Select(static file => (file.FileId, file.Length, file.ETag)).Order());

        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", cancellation);
        foreach (var file in listed)
        {
            var target = "copy/" + file.CloudPath;
            var head = (await bucket.Objects.HeadAsync(file.CloudPath, file.CloudPath, cancellation))!;
            var metadata = await bucket.GetFileIdMetadataAsync(target, cancellation);
            await bucket.Objects.CopyAsync(file.CloudPath, head, target, metadata, file.CloudPath, cancellation);
            var copy = await bucket.Objects.HeadAsync(target, target, cancellation);
            Assert.Equal(head with { FileIdMetadata = metadata, LastModified = copy!.LastModified }, copy);
            Assert.NotEqual(head.FileIdMetadata, metadata);
        }

        var keys = listed.Select(static file => "copy/" + file.CloudPath).ToList();
        await bucket.Objects.DeleteAsync(keys[0], keys[0], cancellation);
        Assert.Null(await bucket.Objects.HeadAsync(keys[0], keys[0], cancellation));
        Assert.Empty(await bucket.Objects.DeleteAsync(keys, cancellation));
        Assert.Equal(4, (await emulator.Engine.Files.ByPrefixAsync("local-env", "", recurse: true, cancellation).ToListAsync(cancellation)).Count);
    }

    [Fact]
    public async Task A_service_clock_ahead_by_a_day_is_corrected()
    {
        await using var emulator = await RunningEmulator.StartAsync(TestContext.Current.CancellationToken);
        await emulator.PostAsync("clock", new { advanceSeconds = 86400 }, TestContext.Current.CancellationToken);
        Assert.Empty(await emulator.Engine.Files.ByPrefixAsync("local-env", "", recurse: true, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_of_the_service_list_the_bucket()
    {
        await using var emulator = await RunningEmulator.StartAsync(TestContext.Current.CancellationToken);
        var engine = emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        for (var i = 0; i < 2; i++)
        {
            Assert.Empty(await engine.Files.ByPrefixAsync("local-env", "", recurse: true, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, await emulator.CountAsync("tcb/getqcloudtoken", TestContext.Current.CancellationToken));
    }
}
