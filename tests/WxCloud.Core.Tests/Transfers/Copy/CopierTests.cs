using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos.Buckets;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Copy;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Copy;

public sealed class CopierTests
{
    private const string Copied = "<CopyObjectResult><ETag>&quot;x&quot;</ETag><CRC64>7</CRC64></CopyObjectResult>";

    [Theory]
    [InlineData("new.txt", "new.txt")]
    [InlineData("dir/", "dir/图 片.txt")]
    [InlineData("/", "图 片.txt")]
    [InlineData("cloud://local-env.6c6f-local-env-1250000000/dir/", "dir/图 片.txt")]
    public async Task A_copy_goes_to_its_destination_and_can_be_read_by_its_own_fileID(string destination, string expected)
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "src/图 片.txt", "hello");
        var copy = (await CopyAsync(emulator.Engine, new("src/图 片.txt", destination))).Require();
        Assert.Equal((expected, RunningEmulator.FileId(expected), 5L, "11177612005948864433", "text/plain; charset=utf-8"), (copy.CloudPath, copy.FileId, copy.Length, copy.Crc64, copy.ContentType));
        Assert.NotNull(copy.LastModified);
        Assert.Equal("hello", await ReadAsync(emulator, copy.FileId));
        Assert.Equal("hello", await ReadAsync(emulator, RunningEmulator.FileId("src/图 片.txt")));
    }

    [Fact]
    public async Task A_move_leaves_only_the_new_file()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a.txt", "hello");
        var moved = (await CopyAsync(emulator.Engine, new(RunningEmulator.FileId("a.txt"), "b.txt"), move: true)).Require();
        Assert.Equal("hello", await ReadAsync(emulator, moved.FileId));
        Assert.Equal(["b.txt"], await PathsAsync(emulator));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_only_with_force()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a.txt", "new");
        await PutAsync(emulator, "b.txt", "old");
        var error = (await CopyAsync(emulator.Engine, new("a.txt", "b.txt"), move: true)).Error!;
        Assert.Equal(("WxCloud.Copy.TargetExists", "a.txt"), (error.ErrorId, error.Target));
        Assert.Equal("old", await ReadAsync(emulator, RunningEmulator.FileId("b.txt")));
        Assert.Equal(["a.txt", "b.txt"], await PathsAsync(emulator));

        Assert.Null((await CopyAsync(emulator.Engine, new("a.txt", "b.txt"), force: true)).Error);
        Assert.Equal("new", await ReadAsync(emulator, RunningEmulator.FileId("b.txt")));
    }

    [Theory]
    [InlineData("a.txt", "a.txt", "WxCloud.Copy.OntoItself")]
    [InlineData("missing.txt", "b.txt", "WxCloud.Object.Missing")]
    [InlineData("a.txt", "/b.txt", "WxCloud.CloudPath.LeadingSlash")]
    [InlineData("/a.txt", "b.txt", "WxCloud.CloudPath.LeadingSlash")]
    [InlineData("dir/", "b/", "WxCloud.CloudPath.IsFolder")]
    [InlineData("cloud://local-env.6c6f-local-env-1250000000/dir/", "b/", "WxCloud.FileId.IsFolder")]
    [InlineData("cloud://other-env.6c6f-other-env-1250000000/a.txt", "b.txt", "WxCloud.FileId.OtherEnvironment")]
    [InlineData("cloud://local-env.other/a.txt", "b.txt", "WxCloud.FileId.OtherBucket")]
    [InlineData("a.txt", "cloud://other-env.6c6f-other-env-1250000000/a.txt", "WxCloud.FileId.OtherEnvironment")]
    [InlineData("a.txt", "../b.txt", "WxCloud.CloudPath.DotSegment")]
    public async Task Bad_input_is_an_error_that_names_its_item_and_loses_nothing(string source, string destination, string errorId)
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a.txt", "hello");
        var error = (await CopyAsync(emulator.Engine, new(source, destination), force: true, move: true)).Error!;
        Assert.Equal((errorId, source), (error.ErrorId, error.Target));
        Assert.StartsWith(source + ": ", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a.txt"], await PathsAsync(emulator));
    }

    [Fact]
    public async Task Two_items_with_one_target_are_an_error_of_one_of_them()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "1/a.txt", "1");
        await PutAsync(emulator, "2/a.txt", "2");
        var outcomes = await RunAsync(emulator.Engine, [new("1/a.txt", "t/"), new("2/a.txt", "t/")], new() { EnvironmentId = "local-env", Move = true });
        Assert.Equal("WxCloud.Target.Duplicate", Assert.Single(outcomes, static outcome => outcome.Error is not null).Error!.ErrorId);
        Assert.Equal(2, (await PathsAsync(emulator)).Count);
    }

    [Fact]
    public async Task Http_headers_and_own_metadata_are_copied()
    {
        await using var cloud = new ScriptedBucket(static request => request.Method == "PUT"
            ? ScriptedBucket.Xml("200 OK", Copied)
            : Head(5, "7", "\r\nCache-Control: max-age=60\r\nContent-Disposition: attachment\r\nx-cos-meta-owner: me\r\nx-cos-storage-class: STANDARD_IA", "meta of " + Path(request)));
        Assert.Null((await CopyAsync(cloud.Engine, new("a", "b"), force: true, environmentId: "env")).Error);
        var put = cloud.ObjectRequests.Single(static request => request.Method == "PUT").Headers;
        Assert.Equal(["max-age=60", "attachment", "me", "STANDARD_IA", "meta of b"], new[] { "Cache-Control", "Content-Disposition", "x-cos-meta-owner", "x-cos-storage-class", "x-cos-meta-fileid" }.Select(name => put[name]));
    }

    [Theory]
    [InlineData("another length", "WxCloud.Copy.Differs", true)]
    [InlineData("another CRC64", "WxCloud.Copy.Differs", true)]
    [InlineData("the metadata of the source", "WxCloud.Copy.Differs", true)]
    [InlineData("a copy that was replaced", "WxCloud.Copy.DiffersAndStays", false)]
    [InlineData("no copy", "WxCloud.Copy.Differs", false)]
    [InlineData("no CRC64", "WxCloud.Copy.NotVerified", false)]
    [InlineData("a source that changed", "WxCloud.Copy.SourceChanged", false)]
    public async Task The_source_of_a_move_stays_unless_its_copy_is_verified_and_a_copy_that_differs_is_removed(string what, string errorId, bool isRemoved)
    {
        var (sourceHeads, copyHeads) = (0, 0);
        await using var cloud = new ScriptedBucket(request => (request.Method, Path(request), what) switch
        {
            ("PUT", _, _) => ScriptedBucket.Xml("200 OK", Copied),
            ("HEAD", "a", "a source that changed") => Head(5, sourceHeads++ == 0 ? "7" : "8"),
            ("HEAD", "a", "no CRC64") => Head(5, null),
            ("HEAD", "a", _) => Head(5, "7"),
            ("HEAD", "b", "another length") => Head(6, "7", fileId: "meta of b"),
            ("HEAD", "b", "another CRC64") => Head(5, "8", fileId: "meta of b"),
            ("HEAD", "b", "the metadata of the source") => Head(5, "7", fileId: "meta of a"),
            ("HEAD", "b", "a copy that was replaced") => Head(5, copyHeads++ == 0 ? "8" : "9", fileId: "meta of b"),
            ("HEAD", "b", "no copy") => ScriptedReply.Of("404 Not Found", "Content-Length: 0", ""),
            ("HEAD", "b", _) => Head(5, "7", fileId: "meta of b"),
            _ => ScriptedReply.Of("204 No Content", "x-cos-request-id: 1", ""),
        });
        var error = (await CopyAsync(cloud.Engine, new("a", "b"), force: true, move: true, environmentId: "env")).Error!;
        Assert.Equal((errorId, "a"), (error.ErrorId, error.Target));
        Assert.Equal(isRemoved ? ["b"] : [], cloud.ObjectRequests.Where(static request => request.Method == "DELETE").Select(Path));
    }

    [Fact]
    public async Task A_file_that_differs_after_a_copy_onto_itself_is_kept()
    {
        var heads = 0;
        await using var cloud = new ScriptedBucket(request => request.Method switch
        {
            "PUT" => ScriptedBucket.Xml("200 OK", Copied),
            "POST" => ScriptedReply.Json("{}"),
            _ => Head(5, heads++ == 0 ? "7" : "8", fileId: "meta of a"),
        });
        var repaired = await cloud.Engine.Repair.RepairAsync("env", new[] { $"cloud://env.{ScriptedBucket.Bucket}/a" }.ToAsyncEnumerable(), Cancel).SingleAsync(Cancel);
        Assert.Equal("WxCloud.Copy.DiffersAndStays", repaired.Error!.ErrorId);
        Assert.DoesNotContain(cloud.ObjectRequests, static request => request.Method == "DELETE");
    }

    [Fact]
    public async Task A_folder_that_moves_to_the_one_above_replaces_none_of_its_own_files()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a/b/b/x", "inner");
        await PutAsync(emulator, "a/b/x", "outer");
        await PutAsync(emulator, "a/b/y", "other");
        var options = new CopyOptions { EnvironmentId = "local-env", Move = true, Force = true };
        var moved = await emulator.Engine.Folders.CopyAsync("a/b/", "a/", options, Cancel).ToListAsync(Cancel);
        var error = Assert.Single(moved, static outcome => outcome.Error is not null).Error!;
        Assert.Equal(("WxCloud.Copy.OntoItself", "a/b/b/x"), (error.ErrorId, error.Target));
        Assert.Equal(["a/b/b/x", "a/x", "a/y"], await PathsAsync(emulator));
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        Assert.Equal(Crc64Of("outer"), (await bucket.Objects.HeadAsync("a/x", "a/x", Cancel))!.Crc64);

        static string Crc64Of(string text) => WxCloud.Cos.Crc64.Compute(Encoding.UTF8.GetBytes(text)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_object_with_content_whose_key_ends_with_a_slash_stays_when_its_folder_moves()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        await bucket.Objects.PutAsync("a/marker/", "a/marker/", [], "application/x-directory", fileIdMetadata: null, Cancel);
        await bucket.Objects.PutAsync("a/content/", "a/content/", "content"u8.ToArray(), "text/plain", fileIdMetadata: null, Cancel);
        var moved = await emulator.Engine.Folders.CopyAsync("a/", "t/", new() { EnvironmentId = "local-env", Move = true }, Cancel).ToListAsync(Cancel);
        Assert.Equal(("WxCloud.CloudPath.IsFolder", "a/content/"), (Assert.Single(moved).Error!.ErrorId, moved[0].Item));
        Assert.Equal(7, (await bucket.Objects.HeadAsync("a/content/", "a/content/", Cancel))!.Length);
        Assert.Null(await bucket.Objects.HeadAsync("a/marker/", "a/marker/", Cancel));
    }

    [Fact]
    public async Task A_file_too_large_for_one_copy_is_copied_in_parts()
    {
        const long Length = (5L << 30) + 1;
        await using var cloud = new ScriptedBucket(static request => (request.Method, ScriptedBucket.Query(request, "uploadId")) switch
        {
            ("HEAD", _) => Head(Length, "7", "\r\nCache-Control: max-age=60", "meta of " + Path(request)),
            ("PUT", _) => ScriptedBucket.Xml("200 OK", "<CopyPartResult><ETag>&quot;part&quot;</ETag></CopyPartResult>"),
            ("POST", null) => ScriptedBucket.Xml("200 OK", "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>"),
            _ => ScriptedBucket.Xml("200 OK", "<CompleteMultipartUploadResult><ETag>&quot;x-21&quot;</ETag></CompleteMultipartUploadResult>"),
        });
        Assert.Equal(Length, (await CopyAsync(cloud.Engine, new("a", "b"), force: true, environmentId: "env")).Require().Length);
        var begun = cloud.ObjectRequests.Single(static request => request.Method == "POST" && ScriptedBucket.Query(request, "uploads") is not null);
        Assert.Equal(["max-age=60", "meta of b"], new[] { "Cache-Control", "x-cos-meta-fileid" }.Select(name => begun.Headers[name]));
        var parts = cloud.ObjectRequests.Where(static request => request.Method == "PUT").OrderBy(static request => int.Parse(ScriptedBucket.Query(request, "partNumber")!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(
            Enumerable.Range(0, 21).Select(static part => $"bytes={(long)part << 28}-{Math.Min(Length, (part + 1L) << 28) - 1}"),
            parts.Select(static request => request.Headers["x-cos-copy-source-range"]));
        Assert.All(parts, static request => Assert.Equal("tag", request.Headers["x-cos-copy-source-If-Match"].Trim('"')));
    }

    [Fact]
    public async Task A_copy_in_parts_is_the_object_with_its_headers()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var head = await PutLargeAsync(bucket);
        var metadata = await bucket.GetFileIdMetadataAsync("b.bin", Cancel);
        await bucket.Copies.RunInPartsAsync("a.bin", head, "b.bin", metadata, new(head.Length, 1 << 20), "a.bin", Cancel);
        var copy = await bucket.Objects.HeadAsync("b.bin", "b.bin", Cancel);
        Assert.Equal(head with { FileIdMetadata = metadata, ETag = copy!.ETag, LastModified = copy.LastModified, Headers = copy.Headers }, copy);
        Assert.Equal(head.Headers, copy.Headers);
        Assert.EndsWith("-3", copy.ETag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_in_parts_that_fails_leaves_nothing(bool changes)
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var head = await PutLargeAsync(bucket);
        await emulator.BreakAsync("object:PART", "status", changes ? 503 : 403, times: changes ? 1 : null, Cancel);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => bucket.Copies.RunInPartsAsync(
            "a.bin", changes ? head with { ETag = "another" } : head, "b.bin", "metadata", new(head.Length, 1 << 20), "a.bin", Cancel));
        Assert.Equal((changes ? 412 : 403, "a.bin"), (error.HttpStatus, error.Target));
        Assert.Null(await bucket.Objects.HeadAsync("b.bin", "b.bin", Cancel));
        Assert.Empty(await bucket.Multipart.ListUploadsAsync("b.bin", "b.bin", Cancel));
    }

    [Fact]
    public async Task Headers_of_any_language_travel_with_a_copy()
    {
        var (disposition, owner) = (Raw("attachment; filename=\"报告 é.txt\""), Raw("团队"));
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await PutAsync(emulator, "a.txt", "hello");
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var head = (await bucket.Objects.HeadAsync("a.txt", "a.txt", Cancel))!;
        await bucket.Objects.CopyAsync("a.txt", head with { Headers = [new("Content-Disposition", disposition), new("x-cos-meta-owner", owner)] }, "a.txt", head.FileIdMetadata!, "a.txt", Cancel);
        Assert.Null((await CopyAsync(emulator.Engine, new("a.txt", "b.txt"))).Error);
        var copy = (await bucket.Objects.HeadAsync("b.txt", "b.txt", Cancel))!;
        Assert.Equal([("Content-Disposition", disposition), ("x-cos-meta-owner", owner)], copy.Headers.Select(static field => (field.Key, field.Value)).Order());

        // A character of a header stands for a byte.
        static string Raw(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Path(ScriptedRequest request) => request.Target.Split('?')[0][(ScriptedBucket.Bucket.Length + 2)..];

    private static ScriptedReply Head(long length, string? crc64, string headers = "", string? fileId = null) => ScriptedReply.Of(
        "200 OK",
        $"Content-Length: {length}\r\nContent-Type: text/plain\r\nETag: \"tag\"" + (crc64 is null ? "" : $"\r\nx-cos-hash-crc64ecma: {crc64}") + (fileId is null ? "" : $"\r\nx-cos-meta-fileid: {fileId}") + headers,
        "");

    private static Task<Outcome<string, WxCloudFile>> CopyAsync(Engine engine, CopyItem item, bool force = false, bool move = false, string environmentId = "local-env") =>
        RunAsync(engine, [item], new() { EnvironmentId = environmentId, Force = force, Move = move }).ContinueWith(static done => done.Result.Single(), Cancel, TaskContinuationOptions.None, TaskScheduler.Default);

    private static async Task<List<Outcome<string, WxCloudFile>>> RunAsync(Engine engine, CopyItem[] items, CopyOptions options) =>
        await engine.Copier.CopyAsync(items.ToAsyncEnumerable(), options, Cancel).ToListAsync(Cancel);

    private static async Task PutAsync(RunningEmulator emulator, string path, string text)
    {
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        await bucket.Objects.PutAsync(path, path, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", await bucket.GetFileIdMetadataAsync(path, Cancel), Cancel);
    }

    private static async Task<ObjectHead> PutLargeAsync(EnvironmentBucket bucket)
    {
        var bytes = new byte[(2 << 20) + 5];
        new Random(1).NextBytes(bytes);
        await bucket.Objects.PutAsync("a.bin", "a.bin", bytes, "application/x-large", await bucket.GetFileIdMetadataAsync("a.bin", Cancel), Cancel);
        var head = (await bucket.Objects.HeadAsync("a.bin", "a.bin", Cancel))!;
        await bucket.Objects.CopyAsync("a.bin", head with { Headers = [new("x-cos-meta-owner", "me")] }, "a.bin", head.FileIdMetadata!, "a.bin", Cancel);
        return (await bucket.Objects.HeadAsync("a.bin", "a.bin", Cancel))!;
    }

    private static async Task<string> ReadAsync(RunningEmulator emulator, string fileId)
    {
        using var folder = new TemporaryFolder();
        var file = await emulator.DownloadAsync([fileId], new() { EnvironmentId = "local-env", Destination = folder.Path }, Cancel);
        return await File.ReadAllTextAsync(file.Single().Require().LocalPath, Cancel);
    }

    private static async Task<List<string>> PathsAsync(RunningEmulator emulator) =>
        [.. (await emulator.Engine.Files.ByPrefixAsync("local-env", "", recurse: true, Cancel).ToListAsync(Cancel)).Select(static file => file.CloudPath)];
}
