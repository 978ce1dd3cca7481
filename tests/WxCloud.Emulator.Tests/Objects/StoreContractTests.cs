using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

/// <summary>What every medium promises to the store.</summary>
public abstract class StoreContractTests
{
    [Fact]
    public async Task An_object_is_there_once_it_is_committed()
    {
        using var store = OpenStore();
        var writer = store.BeginWrite(null, long.MaxValue);
        await writer.WriteAsync(Encoding.UTF8.GetBytes("hello"));
        Assert.Null(store.Find("bucket", "key"));

        await CommitAsync(writer, "key");

        Assert.Equal("hello", Read(store, "key"));
    }

    [Fact]
    public async Task A_writer_that_is_given_up_leaves_nothing()
    {
        using var store = OpenStore();
        string blobId;
        await using (var writer = store.BeginWrite(null, long.MaxValue))
        {
            blobId = writer.BlobId;
            await writer.WriteAsync(new byte[2_000_000]);
            await writer.CompleteAsync();
        }

        Assert.Null(store.Open("bucket", "key"));
        Assert.Equal(0, CountBlobs());
        Assert.NotEmpty(blobId);
    }

    [Fact]
    public async Task A_replaced_object_frees_its_bytes()
    {
        using var store = OpenStore();
        await PutAsync(store, "key", "first");
        await PutAsync(store, "key", "second");

        Assert.Equal("second", Read(store, "key"));
        Assert.Equal(1, CountBlobs());
    }

    [Fact]
    public async Task A_reader_reads_on_after_the_object_is_deleted()
    {
        using var store = OpenStore();
        await PutAsync(store, "key", "hello");
        var open = store.Open("bucket", "key")!.Value;

        store.Delete("bucket", "key");

        using (open.Content)
        {
            var buffer = new byte[10];
            Assert.Equal(4, open.Content.Read(1, buffer));
            Assert.Equal("ello", Encoding.UTF8.GetString(buffer, 0, 4));
        }

        Assert.Null(store.Open("bucket", "key"));
    }

    [Fact]
    public async Task Writers_of_one_key_leave_one_whole_object()
    {
        using var store = OpenStore();
        string[] contents = [.. Enumerable.Range(0, 50).Select(i => new string((char)('A' + i), 100_000))];

        await Task.WhenAll(contents.Select(content => Task.Run(() => PutAsync(store, "key", content), TestEmulator.Cancellation)));

        Assert.Contains(Read(store, "key"), contents);
        Assert.Equal(1, CountBlobs());
    }

    [Fact]
    public async Task Clearing_leaves_nothing()
    {
        using var store = OpenStore();
        await PutAsync(store, "a", "hello");
        await PutAsync(store, "b", "hello");

        store.Clear();

        Assert.Null(store.Open("bucket", "a"));
        Assert.Equal(0, CountBlobs());
    }

    private protected abstract ObjectStore OpenStore();

    private protected abstract int CountBlobs();

    private protected static async Task PutAsync(ObjectStore store, string key, string content)
    {
        await using var writer = store.BeginWrite(null, long.MaxValue);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(content));
        await CommitAsync(writer, key);
    }

    private protected static string? Read(ObjectStore store, string key)
    {
        if (store.Open("bucket", key) is not { } open)
        {
            return null;
        }

        using (open.Content)
        {
            var bytes = new byte[open.Record.Length];
            for (var read = 0; read < bytes.Length;)
            {
                read += open.Content.Read(read, bytes.AsSpan(read));
            }

            return Encoding.UTF8.GetString(bytes);
        }
    }

    private static async Task CommitAsync(ObjectWriter writer, string key)
    {
        var digest = await writer.CompleteAsync();
        writer.Commit(new ObjectRecord(
            "bucket", key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, DateTimeOffset.UnixEpoch, new SortedDictionary<string, string>()));
    }
}

public sealed class MemoryStoreTests : StoreContractTests, IDisposable
{
    private readonly MemoryMedium _medium = new();

    public void Dispose() => _medium.Dispose();

    private protected override ObjectStore OpenStore() => new(_medium);

    private protected override int CountBlobs() => _medium.Count;
}

public sealed class DiskStoreTests : StoreContractTests, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly DataFolder _folder;

    public DiskStoreTests() => _folder = DataFolder.Open(_path);

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task Objects_are_there_after_a_restart()
    {
        using (var store = OpenStore())
        {
            await PutAsync(store, "目录/键", "hello");
            await PutAsync(store, "gone", "hello");
            store.Delete("bucket", "gone");
        }

        using var reopened = OpenStore();
        Assert.Equal("hello", Read(reopened, "目录/键"));
        Assert.Null(Read(reopened, "gone"));
    }

    [Fact]
    public async Task What_a_killed_process_left_half_done_is_swept_away()
    {
        using (var store = OpenStore())
        {
            await PutAsync(store, "whole", "hello");
            await PutAsync(store, "torn", "hello");
            File.WriteAllText(Path.Combine(_path, "blobs", "00ffffffffffffffffffffffffffffff"), "a blob without a record");
            File.WriteAllText(Path.Combine(_path, "records", "x.json.next"), "{");
            var torn = Path.Combine(_path, "blobs", store.Find("bucket", "torn")!.BlobId);
            File.WriteAllText(torn, "hel");
        }

        using var reopened = OpenStore();

        Assert.Equal("hello", Read(reopened, "whole"));
        Assert.Null(reopened.Find("bucket", "torn"));
        Assert.Equal(1, CountBlobs());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_path, "records")));
    }

    [Fact]
    public async Task No_name_on_the_disk_comes_from_a_key()
    {
        using var store = OpenStore();
        await PutAsync(store, "../../evil", "hello");

        Assert.Equal("hello", Read(store, "../../evil"));
        Assert.All(
            Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Select(Path.GetFileName),
            name => Assert.DoesNotContain("evil", name, StringComparison.Ordinal));
    }

    private protected override ObjectStore OpenStore() => new(new DiskMedium(_path));

    private protected override int CountBlobs() => Directory.EnumerateFiles(Path.Combine(_path, "blobs")).Count();
}
