using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos.Buckets;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Storage.Buckets;
using Xunit;
using static WxCloud.Core.Tests.Support.ScriptedBucket;

namespace WxCloud.Core.Tests.Storage.Buckets;

public sealed class BucketFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_remember_a_bucket_for_a_day()
    {
        using var folder = new TemporaryFolder();
        await using var cloud = new ScriptedBucket(static _ => Page(null, "env-1/a"), settings => Shared(settings, folder), basePath: "env-1/");
        Assert.Equal(["env-1/a"], await cloud.ListKeysAsync("", "", Cancel));
        Assert.Equal(1, await CountAfterAsync(TimeSpan.Zero));
        Assert.Equal(1, await CountAfterAsync(TimeSpan.FromHours(23)));
        Assert.Equal(2, await CountAfterAsync(TimeSpan.FromHours(25)));
        Assert.Equal(2, await CountAfterAsync(TimeSpan.FromHours(25)));
        // A clock that was set back makes the age unknown.
        Assert.Equal(3, await CountAfterAsync(TimeSpan.Zero));

        async Task<int> CountAfterAsync(TimeSpan time)
        {
            using var other = new WxCloudConnection(cloud.Settings, new AcceleratedTime { Offset = time });
            Assert.Equal("env-1/", (await other.Engine.Buckets.FindAsync("env", Cancel)).Address.BasePath);
            return cloud.Requests("tcb/uploadfile").Count();
        }
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("null", 2)]
    [InlineData("{}", 2)]
    [InlineData("""{"knownSince":99999999999,"root":"http://elsewhere/","bucket":"b","basePath":"","environmentId":"env","fileIdBucket":"b"}""", 2)]
    public async Task A_file_that_cannot_be_read_is_none(string content, int tickets)
    {
        using var folder = new TemporaryFolder();
        await using var cloud = new ScriptedBucket(static _ => Page(null, "a"), settings => Shared(settings, folder));
        await cloud.OpenAsync(Cancel);
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(folder.Path, "*.bucket", SearchOption.AllDirectories)), content, Cancel);
        using var other = new WxCloudConnection(cloud.Settings, new AcceleratedTime());
        Assert.Equal(Bucket, (await other.Engine.Buckets.FindAsync("env", Cancel)).Address.Bucket);
        Assert.Equal(tickets, cloud.Requests("tcb/uploadfile").Count());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_forgotten()
    {
        using var folder = new TemporaryFolder();
        await using var cloud = new ScriptedBucket(static _ => Error("404 Not Found", "NoSuchBucket"), settings => Shared(settings, folder));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "", Cancel));
        Assert.Equal("NoSuchBucket", error.Errmsg);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.bucket", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Nothing_is_remembered_of_an_emulator_or_without_a_cache(bool isEmulator, bool noTokenCache)
    {
        using var folder = new TemporaryFolder();
        await using var cloud = new ScriptedBucket(static _ => Page(null), settings => Shared(settings, folder) with { IsEmulator = isEmulator, NoTokenCache = noTokenCache });
        await cloud.OpenAsync(Cancel);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.bucket", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Concurrent_writes_need_no_warning()
    {
        using var folder = new TemporaryFolder();
        var listener = new RecordingListener();
        var log = new EngineLog();
        using var listening = log.Listen(listener);
        var address = new BucketAddress(new("https://b-1.cos.ap-shanghai.myqcloud.com/"), "b-1", "ap-shanghai", "", "env", "b");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteOften(NewFile()), Cancel)));
        Assert.Empty(listener.Warnings);
        Assert.Equal(address, NewFile().Read());

        BucketFile NewFile() => new(new(new OwnerOnlyFolder(folder.At("tokens")), "name", ".bucket", log), TimeProvider.System);

        void WriteOften(BucketFile file)
        {
            for (var i = 0; i < 100; i++)
            {
                file.Write(address);
            }
        }
    }

    private static ConnectionSettings Shared(ConnectionSettings settings, TemporaryFolder folder) => settings with { NoTokenCache = false, DataFolder = folder.Path };
}
