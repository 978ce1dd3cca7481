using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class MultipartTests
{
    private const string Key = "目录/big.bin";
    private const int PartLength = 1024 * 1024;

    [Fact]
    public async Task Parts_become_one_object_with_the_headers_of_the_initiation()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = RandomNumberGenerator.GetBytes((2 * PartLength) + 5);
        var id = await InitiateAsync(emulator, request => request.Headers.Add("x-cos-meta-fileid", "abc+/="));
        var third = await PutPartAsync(emulator, id, 3, content[(2 * PartLength)..]);
        var first = await PutPartAsync(emulator, id, 1, content[..PartLength]);
        var second = await PutPartAsync(emulator, id, 2, content[PartLength..(2 * PartLength)]);
        Assert.Null(await emulator.GetAsync(Key));

        using var reply = await CompleteAsync(emulator, id, (1, first), (2, second), (3, third));

        var result = await reply.XmlAsync();
        Assert.Equal((TestEmulator.Bucket, Key), (result.Element("Bucket")!.Value, result.Element("Key")!.Value));
        Assert.Matches("^\"[0-9a-f]{32}-3\"$", result.Element("ETag")!.Value);
        using var whole = await emulator.SendSignedAsync(HttpMethod.Get, Key);
        Assert.Equal(content, await whole.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        Assert.Equal((result.Element("ETag")!.Value, "abc+/="), (whole.Header("ETag"), whole.Header("x-cos-meta-fileid")));
        Assert.Equal((Crc(content), Crc(content)), (reply.Header("x-cos-hash-crc64ecma"), whole.Header("x-cos-hash-crc64ecma")));

        using var range = await emulator.SendSignedAsync(
            HttpMethod.Get, Key, configure: request => request.Headers.Range = new RangeHeaderValue(PartLength - 3, (2 * PartLength) + 1));
        Assert.Equal(content[(PartLength - 3)..((2 * PartLength) + 2)], await range.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
    }

    [Fact]
    public async Task An_object_is_not_replaced_by_a_completion_that_forbids_it()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync(Key, "one");
        var id = await InitiateAsync(emulator);
        var etag = await PutPartAsync(emulator, id, 1, "two"u8.ToArray());

        using var forbidden = await CompleteAsync(emulator, id, request => request.Headers.Add("x-cos-forbid-overwrite", "true"), (1, etag));
        await forbidden.RefusedAsync(HttpStatusCode.Conflict, "FileAlreadyExists");
        Assert.Equal("one", await emulator.GetAsync(Key));

        // The upload is still there.
        using var allowed = await CompleteAsync(emulator, id, (1, etag));
        await allowed.XmlAsync();
        Assert.Equal("two", await emulator.GetAsync(Key));
    }

    [Fact]
    public async Task The_etag_is_not_the_md5_of_the_parts()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await InitiateAsync(emulator);
        var etag = await PutPartAsync(emulator, id, 1, [1, 2, 3]);

        using var reply = await CompleteAsync(emulator, id, (1, etag));

        var ofParts = Convert.ToHexStringLower(Digests.Md5(Digests.Md5([1, 2, 3])));
        Assert.NotEqual($"\"{ofParts}-1\"", (await reply.XmlAsync()).Element("ETag")!.Value);
    }

    [Fact]
    public async Task A_part_has_its_own_digests_and_replaces_the_one_of_its_number()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await InitiateAsync(emulator);
        await PutPartAsync(emulator, id, 1, "first"u8.ToArray());

        using var reply = await SendPartAsync(emulator, id, "1", "hello"u8.ToArray());

        Assert.Equal((Digests.ETag("hello"u8), "11177612005948864433"), (reply.Header("ETag"), reply.Header("x-cos-hash-crc64ecma")));
        using var completed = await CompleteAsync(emulator, id, (1, reply.Header("ETag")));
        await completed.XmlAsync();
        Assert.Equal("hello", await emulator.GetAsync(Key));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("x")]
    public async Task A_part_number_out_of_range_is_refused(string number)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await SendPartAsync(emulator, await InitiateAsync(emulator), number, [1]);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "InvalidArgument");
    }

    [Theory]
    [InlineData("2:b 1:a", "InvalidPartOrder")]
    [InlineData("1:a 1:a", "InvalidPartOrder")]
    [InlineData("1:a 3:c", "InvalidPart")]
    [InlineData("2:b", "InvalidPart")]
    [InlineData("1:b", "InvalidPart")]
    [InlineData("1:a 2:b 3:c 4:c", "InvalidPart")]
    [InlineData("1:a 2:b 3:c", "EntityTooSmall")]
    [InlineData("", "MalformedXML")]
    public async Task A_wrong_list_of_parts_is_refused_and_the_upload_is_kept(string list, string code)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await InitiateAsync(emulator);
        var etags = new[]
        {
            await PutPartAsync(emulator, id, 1, new byte[PartLength]), await PutPartAsync(emulator, id, 2, new byte[PartLength - 1]), await PutPartAsync(emulator, id, 3, [3]),
        };
        (int, string)[] parts = [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => (part[0] - '0', etags[part[2] - 'a']))];

        using var reply = await CompleteAsync(emulator, id, parts);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
        using var retry = await CompleteAsync(emulator, id, (1, etags[0]), (2, etags[1]));
        await retry.XmlAsync();
    }

    [Fact]
    public async Task A_finished_upload_and_one_of_another_key_are_not_found()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var aborted = await InitiateAsync(emulator);
        using var abortion = await emulator.SendSignedAsync(HttpMethod.Delete, Key, query: $"uploadId={aborted}");
        Assert.Equal(HttpStatusCode.NoContent, abortion.StatusCode);
        var completed = await InitiateAsync(emulator);
        using var completion = await CompleteAsync(emulator, completed, (1, await PutPartAsync(emulator, completed, 1, [1])));
        await completion.XmlAsync();
        var open = await InitiateAsync(emulator);

        foreach (var (id, key) in new[] { (aborted, Key), (completed, Key), ("../x", Key), (open, "other") })
        {
            using var part = await emulator.SendSignedAsync(HttpMethod.Put, key, new ByteArrayContent([1]), query: $"partNumber=1&uploadId={id}");
            using var list = await emulator.SendSignedAsync(HttpMethod.Get, key, query: $"uploadId={id}");
            using var abort = await emulator.SendSignedAsync(HttpMethod.Delete, key, query: $"uploadId={id}");
            foreach (var reply in new[] { part, list, abort })
            {
                await reply.RefusedAsync(HttpStatusCode.NotFound, "NoSuchUpload");
            }
        }
    }

    [Fact]
    public async Task Parts_are_listed_page_by_page()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await InitiateAsync(emulator);
        foreach (var number in new[] { 5, 1, 3 })
        {
            await PutPartAsync(emulator, id, number, new byte[number]);
        }

        using var reply = await emulator.SendSignedAsync(HttpMethod.Get, Key, query: $"uploadId={id}&max-parts=2&encoding-type=url");
        using var next = await emulator.SendSignedAsync(HttpMethod.Get, Key, query: $"uploadId={id}&max-parts=2&part-number-marker=3");

        var first = await reply.XmlAsync();
        Assert.Equal(
            ("%E7%9B%AE%E5%BD%95/big.bin", id, "0", "3", "2", "true", "STANDARD"),
            (first.Element("Key")!.Value, first.Element("UploadId")!.Value, first.Element("PartNumberMarker")!.Value, first.Element("NextPartNumberMarker")!.Value,
                first.Element("MaxParts")!.Value, first.Element("IsTruncated")!.Value, first.Element("StorageClass")!.Value));
        Assert.Equal(["1", "3"], first.Texts("PartNumber"));
        Assert.Equal(["1", "3"], first.Texts("Size"));
        Assert.Equal(Digests.ETag(new byte[1]), first.Texts("ETag")[0]);
        var second = await next.XmlAsync();
        Assert.Equal(("5", "false"), (Assert.Single(second.Texts("PartNumber")), second.Element("IsTruncated")!.Value));
    }

    [Fact]
    public async Task Uploads_are_listed_page_by_page()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var b1 = await InitiateAsync(emulator, key: "b");
        emulator.Time.Advance(1);
        var b2 = await InitiateAsync(emulator, key: "b");
        var a = await InitiateAsync(emulator, key: "a/1");
        await InitiateAsync(emulator, key: "a/2");

        using var all = await emulator.SendSignedAsync(HttpMethod.Get, "", query: "uploads");
        using var page = await emulator.SendSignedAsync(HttpMethod.Get, "", query: "uploads&delimiter=/&max-uploads=2");
        using var next = await emulator.SendSignedAsync(HttpMethod.Get, "", query: $"uploads&delimiter=/&key-marker=b&upload-id-marker={b1}");
        using var byPrefix = await emulator.SendSignedAsync(HttpMethod.Get, "", query: "uploads&prefix=a/1");

        Assert.Equal(["a/1", "a/2", "b", "b"], (await all.XmlAsync()).Texts("Key"));
        var first = await page.XmlAsync();
        Assert.Equal(("a/", b1), (Assert.Single(first.Elements("CommonPrefixes")).Value, Assert.Single(first.Texts("UploadId"))));
        Assert.Equal(("true", "b", b1), (first.Element("IsTruncated")!.Value, first.Element("NextKeyMarker")!.Value, first.Element("NextUploadIdMarker")!.Value));
        var second = await next.XmlAsync();
        Assert.Equal((b2, "false"), (Assert.Single(second.Texts("UploadId")), second.Element("IsTruncated")!.Value));
        Assert.Equal([a], (await byPrefix.XmlAsync()).Texts("UploadId"));
    }

    [Fact]
    public async Task An_upload_continues_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var time = TestTime.Create();
        string id;
        string first;
        await using (var before = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path }, time))
        {
            id = await InitiateAsync(before);
            first = await PutPartAsync(before, id, 1, Encoding.ASCII.GetBytes(new string('a', PartLength)));
        }

        await using var after = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path }, time);
        var second = await PutPartAsync(after, id, 2, "end"u8.ToArray());
        using var reply = await CompleteAsync(after, id, (1, first), (2, second));

        await reply.XmlAsync();
        Assert.Equal(new string('a', PartLength) + "end", await after.GetAsync(Key));
    }

    [Fact]
    public async Task A_part_may_be_a_range_of_another_object()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("源/a b", "0123456789");
        var id = await InitiateAsync(emulator);

        using var reply = await CopyPartAsync(emulator, id, "bytes=3-6");
        var part = await reply.XmlAsync();
        Assert.Equal((Digests.ETag("3456"u8), "2024-03-05T06:07:08.000Z"), (part.Element("ETag")!.Value, part.Element("LastModified")!.Value));
        using var completed = await CompleteAsync(emulator, id, (1, part.Element("ETag")!.Value));
        await completed.XmlAsync();

        Assert.Equal("3456", await emulator.GetAsync(Key));
    }

    [Theory]
    [InlineData("bytes=3-10", HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange")]
    [InlineData("bytes=3-", HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData("bytes=6-3", HttpStatusCode.BadRequest, "InvalidArgument")]
    public async Task A_range_of_another_object_must_lie_in_it(string range, HttpStatusCode status, string code)
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("源/a b", "0123456789");

        using var reply = await CopyPartAsync(emulator, await InitiateAsync(emulator), range);

        await reply.RefusedAsync(status, code);
    }

    [Fact]
    public async Task Parts_have_a_route_of_their_own()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await InitiateAsync(emulator);
        await emulator.BreakAsync("""{"route":"object:PART","kind":"corrupt","times":1}""");

        var corrupted = await PutPartAsync(emulator, id, 1, "hello"u8.ToArray());
        var whole = await PutPartAsync(emulator, id, 1, "hello"u8.ToArray());

        Assert.NotEqual(corrupted, whole);
        Assert.Equal(2, (await emulator.RequestsAsync()).GetProperty("routes").Number("object:PART"));
    }

    private static string Crc(byte[] content) => Crc64.Of(content).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> InitiateAsync(TestEmulator emulator, Action<HttpRequestMessage>? configure = null, string key = Key)
    {
        using var reply = await emulator.SendSignedAsync(HttpMethod.Post, key, configure: configure, query: "uploads");
        return (await reply.XmlAsync()).Element("UploadId")!.Value;
    }

    private static Task<HttpResponseMessage> SendPartAsync(TestEmulator emulator, string id, string number, byte[] content)
    {
        return emulator.SendSignedAsync(HttpMethod.Put, Key, new ByteArrayContent(content), query: $"partNumber={number}&uploadId={id}");
    }

    private static async Task<string> PutPartAsync(TestEmulator emulator, string id, int number, byte[] content)
    {
        using var reply = await SendPartAsync(emulator, id, number.ToString(System.Globalization.CultureInfo.InvariantCulture), content);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return reply.Header("ETag");
    }

    private static Task<HttpResponseMessage> CopyPartAsync(TestEmulator emulator, string id, string range)
    {
        return emulator.SendSignedAsync(HttpMethod.Put, Key, query: $"partNumber=1&uploadId={id}", configure: request =>
        {
            request.Headers.TryAddWithoutValidation("x-cos-copy-source", $"{TestEmulator.Bucket}.cos.ap-shanghai.myqcloud.com/{Uri.EscapeDataString("源")}/a%20b");
            request.Headers.TryAddWithoutValidation("x-cos-copy-source-range", range);
        });
    }

    private static Task<HttpResponseMessage> CompleteAsync(TestEmulator emulator, string id, params (int Number, string ETag)[] parts) =>
        CompleteAsync(emulator, id, configure: null, parts);

    private static Task<HttpResponseMessage> CompleteAsync(
        TestEmulator emulator, string id, Action<HttpRequestMessage>? configure, params (int Number, string ETag)[] parts)
    {
        var list = string.Concat(parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>"));
        var body = new StringContent($"<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
        return emulator.SendSignedAsync(HttpMethod.Post, Key, body, configure, query: $"uploadId={id}");
    }
}
