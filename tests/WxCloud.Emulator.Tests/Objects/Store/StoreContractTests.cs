using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Store;

/// <summary>What every medium promises to the store.</summary>
public abstract class StoreContractTests
{
    [Fact]
    public async Task An_object_exists_once_it_is_committed()
    {
        using var store = OpenStore();
        var writer = store.BeginWrite(null, long.MaxValue);
        await writer.WriteAsync(Encoding.UTF8.GetBytes("hello"));
        Assert.Null(store.Find("bucket", "key"));

        await CommitAsync(store, writer, "key");

        Assert.Equal("hello", Read(store, "key"));
    }

    [Fact]
    public async Task An_abandoned_writer_leaves_nothing()
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
    public async Task A_reader_continues_after_the_object_is_deleted()
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

    [Fact]
    public async Task A_copy_shares_the_bytes_and_survives_its_source()
    {
        using var store = OpenStore();
        await PutAsync(store, "source", "hello");
        store.Copy("bucket", "source", source => source with { Key = "first" });
        store.Copy("bucket", "first", source => source with { Key = "second" });
        Assert.Equal(1, CountBlobs());

        store.Delete("bucket", "source");
        await PutAsync(store, "first", "other");
        Assert.Equal("hello", Read(store, "second"));

        store.Delete("bucket", "second");
        store.Delete("bucket", "first");
        Assert.Equal(0, CountBlobs());
    }

    [Fact]
    public async Task A_completed_upload_keeps_the_listed_parts_and_frees_the_others()
    {
        using var store = OpenStore();
        Begin(store, "id");
        await AddPartAsync(store, "id", 1, "replaced");
        await AddPartAsync(store, "id", 1, "first ");
        await AddPartAsync(store, "id", 2, "second");
        await AddPartAsync(store, "id", 3, "unlisted");

        Complete(store, "id", parts => parts.Take(2));

        Assert.Equal("first second", Read(store, "key"));
        Assert.Null(store.Uploads.Find("bucket", "key", "id"));
        Assert.Equal(2, CountBlobs());
        store.Delete("bucket", "key");
        Assert.Equal(0, CountBlobs());
    }

    [Fact]
    public async Task A_reader_of_a_multipart_object_continues_after_it_is_deleted()
    {
        using var store = OpenStore();
        Begin(store, "id");
        await AddPartAsync(store, "id", 1, "first ");
        await AddPartAsync(store, "id", 2, "second");
        Complete(store, "id", parts => parts);
        var open = store.Open("bucket", "key")!.Value;
        var buffer = new byte[3];
        Assert.Equal(2, open.Content.Read(4, buffer));

        store.Delete("bucket", "key");

        Assert.Equal(3, open.Content.Read(7, buffer));
        Assert.Equal("eco", Encoding.UTF8.GetString(buffer));
        Assert.Equal(0, open.Content.Read(12, buffer));
        open.Content.Dispose();
        Assert.Equal(0, CountBlobs());
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        using var store = OpenStore();
        Begin(store, "id");
        await AddPartAsync(store, "id", 1, "first");

        Assert.False(store.Uploads.Abort("bucket", "other", "id"));
        Assert.True(store.Uploads.Abort("bucket", "key", "id"));
        Assert.False(store.Uploads.Abort("bucket", "key", "id"));

        Assert.Equal(0, CountBlobs());
    }

    [Fact]
    public async Task An_upload_that_cannot_be_composed_is_kept()
    {
        using var store = OpenStore();
        Begin(store, "id");
        await AddPartAsync(store, "id", 1, "first");

        Assert.Throws<InvalidOperationException>(() => Complete(store, "id", _ => throw new InvalidOperationException()));

        Assert.Single(store.Uploads.Find("bucket", "key", "id")!.Parts);
        Assert.Equal(1, CountBlobs());
    }

    private protected static void Begin(ObjectStore store, string id)
    {
        store.Uploads.Begin(new UploadRecord("bucket", "key", id, DateTimeOffset.UnixEpoch, []));
    }

    private protected static async Task AddPartAsync(ObjectStore store, string id, int number, string content)
    {
        await using var writer = store.BeginWrite(null, long.MaxValue);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(content));
        var digest = await writer.CompleteAsync();
        var part = new PartRecord(number, writer.BlobId, digest.Length, "etag", digest.Crc64, DateTimeOffset.UnixEpoch);
        Assert.True(store.Uploads.TryAdd("bucket", "key", id, part, writer));
    }

    private protected static void Complete(ObjectStore store, string id, Func<IEnumerable<PartRecord>, IEnumerable<PartRecord>> choose)
    {
        Assert.NotNull(store.Uploads.Complete("bucket", "key", id, upload =>
        {
            BlobSegment[] segments = [.. choose(upload.Parts).Select(part => new BlobSegment(part.BlobId, part.Length))];
            return new ObjectRecord("bucket", "key", "", segments.Sum(segment => segment.Length), "etag-2", 0, DateTimeOffset.UnixEpoch, [], segments);
        }));
    }

    private protected abstract ObjectStore OpenStore();

    private protected abstract int CountBlobs();

    private protected static async Task PutAsync(ObjectStore store, string key, string content)
    {
        await using var writer = store.BeginWrite(null, long.MaxValue);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(content));
        await CommitAsync(store, writer, key);
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

    private static async Task CommitAsync(ObjectStore store, ObjectWriter writer, string key)
    {
        var digest = await writer.CompleteAsync();
        store.Commit(writer, new ObjectRecord(
            "bucket", key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, DateTimeOffset.UnixEpoch, new SortedList<string, string>()));
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
    public async Task Objects_survive_a_restart()
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
    public async Task Unfinished_writes_of_a_killed_process_are_removed()
    {
        using (var store = OpenStore())
        {
            await PutAsync(store, "whole", "hello");
            await PutAsync(store, "torn", "hello");
            File.WriteAllText(Path.Combine(_path, "blobs", "00ffffffffffffffffffffffffffffff"), "a blob without a record");
            File.WriteAllText(Path.Combine(_path, "records", "x.json.next"), "{");
            File.WriteAllText(Path.Combine(_path, "records", "y.json"), """{"Bucket":"bucket","Key":"y","BlobId":"00fffff""");
            File.WriteAllText(Path.Combine(_path, "records", "z.json"), string.Empty);
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
    public async Task Copies_parts_and_multipart_objects_survive_a_restart()
    {
        using (var store = OpenStore())
        {
            await PutAsync(store, "source", "hello");
            store.Copy("bucket", "source", source => source with { Key = "copy" });
            Begin(store, "done");
            await AddPartAsync(store, "done", 1, "first ");
            await AddPartAsync(store, "done", 2, "second");
            Complete(store, "done", parts => parts);
            Begin(store, "open");
            await AddPartAsync(store, "open", 7, "part");
        }

        using (var reopened = OpenStore())
        {
            reopened.Delete("bucket", "source");
            Assert.Equal("hello", Read(reopened, "copy"));
            Assert.Equal("first second", Read(reopened, "key"));
            Assert.Equal(7, Assert.Single(reopened.Uploads.Find("bucket", "key", "open")!.Parts).Number);
            Assert.Equal(4, CountBlobs());
        }
    }

    [Fact]
    public async Task A_process_killed_while_it_completes_an_upload_loses_nothing()
    {
        var uploads = Path.Combine(_path, "uploads");
        using (var store = OpenStore())
        {
            Begin(store, "id");
            await AddPartAsync(store, "id", 1, "first");
            var saved = Directory.CreateDirectory(Path.Combine(_path, "saved")).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(uploads, "id")))
            {
                File.Copy(file, Path.Combine(saved, Path.GetFileName(file)));
            }

            Complete(store, "id", parts => parts);
            Directory.Move(saved, Path.Combine(uploads, "id"));
        }

        using var reopened = OpenStore();
        Assert.True(reopened.Uploads.Abort("bucket", "key", "id"));
        Assert.Equal("first", Read(reopened, "key"));
    }

    [Fact]
    public async Task Names_on_disk_do_not_derive_from_keys()
    {
        using var store = OpenStore();
        await PutAsync(store, "../../evil", "hello");

        Assert.Equal("hello", Read(store, "../../evil"));
        var names = Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.DoesNotContain("evil", name, StringComparison.Ordinal));
    }

    private protected override ObjectStore OpenStore() => new(new DiskMedium(_path));

    private protected override int CountBlobs() => Directory.EnumerateFiles(Path.Combine(_path, "blobs")).Count();
}
