using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class GetObjectTests
{
    private const string ETag = "\"781e5e245d69b566979b86e28d23f2c7\"";
    private const string Stored = "Tue, 05 Mar 2024 06:07:08 GMT";
    private const string Before = "Tue, 05 Mar 2024 06:07:07 GMT";

    [Theory]
    [InlineData("bytes=0-3", "0123", "bytes 0-3/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=-2", "89", "bytes 8-9/10")]
    [InlineData("bytes=-99", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=9-99", "9", "bytes 9-9/10")]
    [InlineData("bytes=8-99999999999999999999", "89", "bytes 8-9/10")]
    [InlineData("bytes=-99999999999999999999", "0123456789", "bytes 0-9/10")]
    public async Task A_single_range_is_answered_with_206(string range, string expected, string contentRange)
    {
        await using var emulator = await StartAsync();

        using var reply = await GetAsync(emulator, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, reply.StatusCode);
        Assert.Equal(expected, await reply.TextAsync());
        Assert.Equal(contentRange, reply.Header("Content-Range"));
        Assert.Equal(ETag, reply.Header("ETag"));
        Assert.Equal("2838902930144391966", reply.Header("x-cos-hash-crc64ecma"));
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=10-20")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=0-1,3-4")]
    public async Task A_range_outside_the_object_is_refused(string range)
    {
        await using var emulator = await StartAsync();

        using var reply = await GetAsync(emulator, ("Range", range));

        await reply.RefusedAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange");
        Assert.Equal("bytes */10", reply.Header("Content-Range"));
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=-")]
    [InlineData("lines=1-2")]
    public async Task A_malformed_range_is_ignored(string range)
    {
        await using var emulator = await StartAsync();

        using var reply = await GetAsync(emulator, ("Range", range));

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("0123456789", await reply.TextAsync());
    }

    [Theory]
    [InlineData("If-Match", ETag, 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Match", "\"x\", 781e5e245d69b566979b86e28d23f2c7", 200)]
    [InlineData("If-Match", "\"x\"", 412)]
    [InlineData("If-None-Match", ETag, 304)]
    [InlineData("If-None-Match", "\"x\"", 200)]
    [InlineData("If-Modified-Since", Stored, 304)]
    [InlineData("If-Modified-Since", Before, 200)]
    [InlineData("If-Unmodified-Since", Stored, 200)]
    [InlineData("If-Unmodified-Since", Before, 412)]
    public async Task Conditions_are_honoured(string header, string value, int status)
    {
        await using var emulator = await StartAsync();

        using var get = await GetAsync(emulator, (header, value));
        using var head = await SendAsync(emulator, HttpMethod.Head, (header, value));

        Assert.Equal((status, status), ((int)get.StatusCode, (int)head.StatusCode));
        Assert.Equal("", await head.TextAsync());
        if (status == 412)
        {
            var error = await get.RefusedAsync(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            Assert.Equal("Precondition not match.", error.Element("Message")!.Value);
            Assert.Equal(("0", "application/xml"), (head.Header("Content-Length"), head.Header("Content-Type")));
        }
        else
        {
            Assert.Equal(ETag, get.Header("ETag"));
            Assert.Equal(status == 304 ? "" : "0123456789", await get.TextAsync());
            if (status == 304)
            {
                Assert.Equal(("0", "application/xml", ETag), (head.Header("Content-Length"), head.Header("Content-Type"), head.Header("ETag")));
            }
        }
    }

    [Theory]
    [InlineData(ETag, HttpStatusCode.PartialContent)]
    [InlineData("\"x\"", HttpStatusCode.OK)]
    [InlineData(Stored, HttpStatusCode.PartialContent)]
    [InlineData(Before, HttpStatusCode.OK)]
    public async Task If_Range_of_another_version_returns_the_whole_object(string ifRange, HttpStatusCode status)
    {
        await using var emulator = await StartAsync();

        using var reply = await GetAsync(emulator, ("Range", "bytes=1-2"), ("If-Range", ifRange));

        Assert.Equal(status, reply.StatusCode);
    }

    [Fact]
    public async Task HEAD_returns_every_header_and_no_body()
    {
        await using var emulator = await StartAsync();

        using var reply = await SendAsync(emulator, HttpMethod.Head);
        using var missing = await emulator.SendSignedAsync(HttpMethod.Head, "missing");

        Assert.Equal(("10", ETag, "bytes"), (reply.Header("Content-Length"), reply.Header("ETag"), reply.Header("Accept-Ranges")));
        Assert.Equal("", await reply.TextAsync());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("", await missing.TextAsync());
        Assert.NotEmpty(missing.Header("x-cos-request-id"));
    }

    [Fact]
    public async Task A_signed_request_may_override_headers_of_its_reply_and_an_anonymous_one_may_not()
    {
        await using var emulator = await StartAsync(publicRead: true);
        const string Url = $"{TestEmulator.Bucket}/digits?response-content-type=text%2Fcss&response-content-disposition=attachment%3B%20filename%3Da";
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.TryAddWithoutValidation("Authorization", emulator.Authorization("get", "/digits"));

        using var signed = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
        using var anonymous = await emulator.Client.GetAsync(Url, TestEmulator.Cancellation);

        Assert.Equal(("text/css", "attachment; filename=a"), (signed.Header("Content-Type"), signed.Header("Content-Disposition")));
        await anonymous.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Fact]
    public async Task An_object_may_be_replaced_and_deleted_while_it_is_downloaded()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        var ticket = await emulator.UploadAsync("big", content);
        var link = await emulator.LinkAsync(ticket.FileId);

        using var reply = await emulator.Client.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, TestEmulator.Cancellation);
        await emulator.UploadAsync("big", "small");
        await emulator.CallAsync("tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{ticket.FileId}}"]}""");

        Assert.Equal(content, await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
    }

    [Fact]
    public async Task An_empty_object_is_returned()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("empty", "");

        using var reply = await emulator.Client.GetAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation);

        Assert.Equal(("0", "0"), (reply.Header("Content-Length"), reply.Header("x-cos-hash-crc64ecma")));
    }

    private static async Task<TestEmulator> StartAsync(bool publicRead = false)
    {
        var emulator = await TestEmulator.StartAsync(options => options with { PublicRead = publicRead });
        await emulator.UploadAsync("digits", "0123456789");
        return emulator;
    }

    private static Task<HttpResponseMessage> GetAsync(TestEmulator emulator, params (string Name, string Value)[] headers)
    {
        return SendAsync(emulator, HttpMethod.Get, headers);
    }

    private static Task<HttpResponseMessage> SendAsync(TestEmulator emulator, HttpMethod method, params (string Name, string Value)[] headers)
    {
        return emulator.SendSignedAsync(method, "digits", configure: request =>
        {
            foreach ((string name, string value) in headers)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }
        });
    }
}
