using System;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class PutObjectTests
{
    [Fact]
    public async Task A_stored_object_is_returned_with_its_headers()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var put = await PutAsync(emulator, "dir/文 件.txt", "hello", request =>
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", "text/plain; charset=utf-8");
            request.Content.Headers.TryAddWithoutValidation("Content-Disposition", "attachment");
            request.Headers.TryAddWithoutValidation("Cache-Control", "max-age=7");
            request.Headers.TryAddWithoutValidation("X-Cos-Meta-Colour", "blue");
            request.Headers.TryAddWithoutValidation("x-cos-storage-class", "STANDARD_IA");
        });

        using var got = await emulator.SendSignedAsync(HttpMethod.Get, "dir/文 件.txt");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("11177612005948864433", put.Header("x-cos-hash-crc64ecma"));
        Assert.Equal("hello", await got.TextAsync());
        Assert.Equal("text/plain; charset=utf-8", got.Header("Content-Type"));
        Assert.Equal("attachment", got.Header("Content-Disposition"));
        Assert.Equal("max-age=7", got.Header("Cache-Control"));
        Assert.Equal("blue", got.Header("x-cos-meta-colour"));
        Assert.Equal("STANDARD_IA", got.Header("x-cos-storage-class"));
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", got.Header("ETag"));
        Assert.Equal("Tue, 05 Mar 2024 06:07:08 GMT", got.Header("Last-Modified"));
    }

    [Fact]
    public async Task A_body_may_come_in_chunks()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = RandomNumberGenerator.GetBytes(1_234_567);
        using var body = new ByteArrayContent(content);

        using var put = await emulator.SendSignedAsync(HttpMethod.Put, "a", body, request => request.Headers.TransferEncodingChunked = true);
        using var got = await emulator.SendSignedAsync(HttpMethod.Get, "a");

        Assert.Equal(Digests.ETag(content), put.Header("ETag"));
        Assert.Equal(content, await got.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
    }

    [Theory]
    [InlineData("true", HttpStatusCode.Conflict)]
    [InlineData("True", HttpStatusCode.Conflict)]
    [InlineData("false", HttpStatusCode.OK)]
    public async Task An_object_is_not_replaced_by_a_request_that_forbids_it(string forbids, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var first = await PutAsync(emulator, "a", "one", Forbid);

        using var second = await PutAsync(emulator, "a", "two", Forbid);

        Assert.Equal((HttpStatusCode.OK, status), (first.StatusCode, second.StatusCode));
        Assert.Equal(status == HttpStatusCode.OK ? "two" : "one", await emulator.GetAsync("a"));
        if (status == HttpStatusCode.Conflict)
        {
            await second.RefusedAsync(status, "FileAlreadyExists");
        }

        void Forbid(HttpRequestMessage request) => request.Headers.Add("x-cos-forbid-overwrite", forbids);
    }

    [Fact]
    public async Task Content_MD5_is_compared_with_the_body()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var wrong = await PutAsync(emulator, "a", "hello", request => request.Content!.Headers.ContentMD5 = Digests.Md5("other"u8));
        using var nonsense = await PutAsync(
            emulator, "a", "hello", request => request.Content!.Headers.TryAddWithoutValidation("Content-MD5", "nonsense"));
        using var got = await emulator.SendSignedAsync(HttpMethod.Get, "a");
        using var right = await PutAsync(emulator, "a", "hello", request => request.Content!.Headers.ContentMD5 = Digests.Md5("hello"u8));

        await wrong.RefusedAsync(HttpStatusCode.BadRequest, "BadDigest");
        await nonsense.RefusedAsync(HttpStatusCode.BadRequest, "InvalidDigest");
        await got.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.SendRawAsync(
            $"PUT /{TestEmulator.Bucket}/a HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: {emulator.Authorization("put", "/a")}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 411", reply, StringComparison.Ordinal);
        Assert.Contains("<Code>MissingContentLength</Code>", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_five_gigabytes_are_refused_before_they_are_sent()
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var client = await emulator.ConnectAsync();
        var request = $"PUT /{TestEmulator.Bucket}/a HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {emulator.Authorization("put", "/a")}\r\n"
            + "Content-Length: 5368709121\r\nExpect: 100-continue\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestEmulator.Cancellation);
        var reply = await TestEmulator.ReadAsync(client.GetStream(), end: "</Error>");

        Assert.StartsWith("HTTP/1.1 400", reply, StringComparison.Ordinal);
        Assert.Contains("<Code>EntityTooLarge</Code>", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a", "InvalidObjectName")]
    [InlineData("a\u0019", "InvalidObjectName")]
    [InlineData("long", "KeyTooLong")]
    public async Task A_bad_key_is_refused(string key, string code)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await PutAsync(emulator, key == "long" ? new string('x', 851) : key, "hello");

        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("x-cos-meta-a_b", "x")]
    [InlineData("x-cos-storage-class", "GOLD")]
    [InlineData("x-cos-traffic-limit", "1")]
    [InlineData("x-cos-meta-long", "2049")]
    public async Task A_bad_header_is_refused(string name, string value)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await PutAsync(
            emulator, "a", "hello", request => request.Headers.TryAddWithoutValidation(name, value == "2049" ? new string('x', 2049) : value));

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "InvalidArgument");
    }

    [Fact]
    public async Task Dots_and_slashes_in_a_key_are_kept_as_they_are()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = $"PUT /{TestEmulator.Bucket}/dir/../%2E%2E//a%2Fb+%2B%25 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 5\r\n"
            + $"Authorization: {emulator.Authorization("put", "/dir/../..//a/b++%")}\r\n\r\nhello";

        var reply = await emulator.SendRawAsync(request);
        using var got = await emulator.SendSignedAsync(HttpMethod.Get, "dir/../..//a/b++%");
        using var folded = await emulator.SendSignedAsync(HttpMethod.Get, "a/b++%");

        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        Assert.Equal("hello", await got.TextAsync());
        await folded.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey");
    }

    [Theory]
    [InlineData("%ff")]
    [InlineData("%4")]
    [InlineData("%zz")]
    public async Task A_path_that_cannot_be_decoded_is_refused(string path)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.SendRawAsync($"GET /{TestEmulator.Bucket}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", reply, StringComparison.Ordinal);
        Assert.Contains("<Code>InvalidURI</Code>", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_missing_object_succeeds()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var put = await PutAsync(emulator, "a", "hello");
        using var first = await emulator.SendSignedAsync(HttpMethod.Delete, "a");
        using var second = await emulator.SendSignedAsync(HttpMethod.Delete, "a");
        using var got = await emulator.SendSignedAsync(HttpMethod.Get, "a");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        await got.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey");
    }

    [Theory]
    [InlineData("PUT", "a", "acl")]
    [InlineData("PUT", "a", "tagging=")]
    [InlineData("GET", "", "versions")]
    [InlineData("DELETE", "", "")]
    public async Task Unsupported_operations_answer_501(string method, string key, string query)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await emulator.SendSignedAsync(new HttpMethod(method), key, query: query);

        await reply.RefusedAsync(HttpStatusCode.NotImplemented, "NotImplemented");
    }

    private static async Task<HttpResponseMessage> PutAsync(
        TestEmulator emulator, string key, string content, Action<HttpRequestMessage>? configure = null)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        return await emulator.SendSignedAsync(HttpMethod.Put, key, body, configure);
    }
}
