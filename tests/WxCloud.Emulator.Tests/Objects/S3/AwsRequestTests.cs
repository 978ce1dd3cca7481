using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.S3;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.S3;

public sealed class AwsRequestTests
{
    private const string Key = "目录/a b+c.txt";

    [Fact]
    public async Task Metadata_has_the_names_of_s3_for_s3_clients_and_those_of_cos_for_others()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var put = await (Put(emulator, "hello") with { Headers = new Dictionary<string, string> { ["x-amz-meta-mtime"] = "1 2", ["x-amz-storage-class"] = "STANDARD_IA" } }).SendAsync();
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        using var got = await new AwsRequest(emulator, HttpMethod.Get, Key).SendAsync();
        using var asCos = await emulator.SendSignedAsync(HttpMethod.Get, Key);

        Assert.Equal(("hello", "1 2", "STANDARD_IA"), (await got.TextAsync(), got.Header("x-amz-meta-mtime"), got.Header("x-amz-storage-class")));
        Assert.Equal(got.Header("x-cos-request-id"), got.Header("x-amz-request-id"));
        Assert.Equal(("1 2", ""), (asCos.Header("x-cos-meta-mtime"), asCos.Header("x-amz-meta-mtime")));
    }

    [Fact]
    public async Task A_presigned_url_is_valid_until_it_expires()
    {
        await using var emulator = await StartAsync();
        var url = new AwsRequest(emulator, HttpMethod.Get, Key).Presign(lifetime: 3600);
        var other = new AwsRequest(emulator, HttpMethod.Get, "other").Presign(lifetime: 3600);

        emulator.Time.Advance(3600);
        Assert.Equal("hello", await emulator.Client.GetStringAsync(url, TestEmulator.Cancellation));
        using var ofOther = await emulator.Client.GetAsync(url[..url.IndexOf('?', StringComparison.Ordinal)] + other[other.IndexOf('?', StringComparison.Ordinal)..], TestEmulator.Cancellation);
        await ofOther.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
        emulator.Time.Advance(1);
        using var late = await emulator.Client.GetAsync(url, TestEmulator.Cancellation);
        Assert.Equal("Request has expired", (await late.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied")).Element("Message")!.Value);
    }

    [Theory]
    [InlineData("emulator-secret-id", "other", 0, "SignatureDoesNotMatch")]
    [InlineData("other", "emulator-secret-key", 0, "InvalidAccessKeyId")]
    [InlineData("emulator-secret-id", "emulator-secret-key", 901, "RequestTimeTooSkewed")]
    [InlineData("emulator-secret-id", "emulator-secret-key", -901, "RequestTimeTooSkewed")]
    public async Task An_invalid_signature_is_refused_with_its_reason(string secretId, string secretKey, int age, string code)
    {
        await using var emulator = await StartAsync();

        using var reply = await new AwsRequest(emulator, HttpMethod.Get, Key) { SecretId = secretId, SecretKey = secretKey, Age = age }.SendAsync();

        await reply.RefusedAsync(HttpStatusCode.Forbidden, code);
    }

    [Fact]
    public async Task A_header_of_s3_must_be_signed()
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await (Put(emulator, "hello") with { UnsignedHeaders = new Dictionary<string, string> { ["x-amz-meta-colour"] = "blue" } }).SendAsync();

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Null(await emulator.GetAsync(Key));
    }

    [Theory]
    [InlineData("AWS emulator-secret-id:0", "InvalidRequest")]
    [InlineData("AWS4-HMAC-SHA256 Credential=x", "AuthorizationHeaderMalformed")]
    public async Task An_authorization_of_another_scheme_is_refused(string authorization, string code)
    {
        await using var emulator = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{TestEmulator.Bucket}/a");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/a");
        other.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var ofOther = await emulator.Client.SendAsync(other, TestEmulator.Cancellation);
        Assert.NotEqual(HttpStatusCode.InternalServerError, ofOther.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_the_signed_one_is_not_stored()
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await (Put(emulator, "hello") with { PayloadHash = AwsSigningKey.Hash("other"u8) }).SendAsync();
        using var unsigned = await (Put(emulator, "hello") with { PayloadHash = AwsRequest.UnsignedPayload, Key = "unsigned" }).SendAsync();

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "XAmzContentSHA256Mismatch");
        Assert.Null(await emulator.GetAsync(Key));
        Assert.Equal("hello", await emulator.GetAsync("unsigned"));
    }

    [Theory]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER")]
    public async Task A_body_may_come_in_chunks(string kind)
    {
        await using var emulator = await TestEmulator.StartAsync();
        string[] chunks = [new('a', 100_000), new('b', 8192), "end"];

        using var reply = await Chunked(emulator, kind, chunks).SendAsync();

        Assert.Equal((HttpStatusCode.OK, ""), (reply.StatusCode, await reply.TextAsync()));
        using var got = await emulator.SendSignedAsync(HttpMethod.Get, Key);
        Assert.Equal((string.Concat(chunks), "gzip"), (await got.TextAsync(), got.Header("Content-Encoding")));
    }

    [Theory]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "bbbb", "bbbc", "SignatureDoesNotMatch")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "0;chunk-signature=", "0;chunk-signature=0", "SignatureDoesNotMatch")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "0;chunk-signature=", "1;chunk-signature=", "IncompleteBody")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "6;chunk-signature=", "6;signature=", "SignatureDoesNotMatch")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "x-amz-checksum-crc32:", "x-amz-checksum-crc32:x", "SignatureDoesNotMatch")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "x-amz-trailer-signature", "x-amz-other", "SignatureDoesNotMatch")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "6\r\nbbbbbb\r\n", "", "IncompleteBody")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "6\r\n", "5\r\n", "IncompleteBody")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "6\r\n", "-6\r\n", "IncompleteBody")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "6\r\n", "x\r\n", "IncompleteBody")]
    public async Task Chunks_that_were_altered_are_not_stored(string kind, string text, string altered, string code)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = Chunked(emulator, kind, ["aaaa", "bbbbbb"]);
        var body = Encoding.ASCII.GetString(request.Body!);
        Assert.Contains(text, body, StringComparison.Ordinal);

        using var reply = await (request with { Body = Encoding.ASCII.GetBytes(body.Replace(text, altered, StringComparison.Ordinal)) }).SendAsync();

        Assert.Equal(code, (await reply.RefusedAsync(reply.StatusCode, code)).Element("Code")!.Value);
        Assert.Null(await emulator.GetAsync(Key));
    }

    [Fact]
    public async Task A_key_that_is_listed_twice_in_the_query_is_signed_twice()
    {
        await using var emulator = await StartAsync();

        using var reply = await new AwsRequest(emulator, HttpMethod.Get, "") { Query = "a=1&a=2&list-type=2&prefix=%E7%9B%AE" }.SendAsync();

        Assert.Equal([Key], (await reply.XmlAsync()).Texts("Key"));
    }

    [Fact]
    public async Task A_signed_request_to_the_host_itself_lists_the_buckets()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { EnvironmentIds = ["local-env", "other"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://cos.ap-shanghai.myqcloud.com/");
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(emulator.Endpoint) });
        using var anonymous = await client.SendAsync(request, TestEmulator.Cancellation);
        await anonymous.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");

        using var signed = new HttpRequestMessage(HttpMethod.Get, "http://cos.ap-shanghai.myqcloud.com/");
        signed.Headers.TryAddWithoutValidation("Authorization", emulator.Authorization("get", "/"));
        using var reply = await client.SendAsync(signed, TestEmulator.Cancellation);

        Assert.Equal([TestEmulator.Bucket, "6f74-other-1250000000"], (await reply.XmlAsync()).Texts("Name"));
    }

    [Fact]
    public async Task Many_objects_are_deleted_by_a_request_with_a_checksum_of_s3()
    {
        await using var emulator = await StartAsync();
        var body = Encoding.UTF8.GetBytes($"<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>{Key}</Key></Object></Delete>");

        using var reply = await new AwsRequest(emulator, HttpMethod.Post, "")
        {
            Query = "delete=",
            Body = body,
            Headers = new Dictionary<string, string> { ["x-amz-checksum-crc32"] = "AAAAAA==" },
        }.SendAsync();

        Assert.Equal([Key], (await reply.XmlAsync()).Texts("Key"));
        Assert.Null(await emulator.GetAsync(Key));
    }

    private static AwsRequest Put(TestEmulator emulator, string content) => new(emulator, HttpMethod.Put, Key) { Body = Encoding.UTF8.GetBytes(content) };

    private static async Task<TestEmulator> StartAsync()
    {
        var emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync(Key, "hello");
        return emulator;
    }

    private static AwsRequest Chunked(TestEmulator emulator, string kind, string[] chunks)
    {
        var isSigned = kind != "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
        var request = new AwsRequest(emulator, HttpMethod.Put, Key)
        {
            PayloadHash = kind,
            Headers = new Dictionary<string, string>
            {
                ["Content-Encoding"] = "gzip,aws-chunked",
                ["x-amz-decoded-content-length"] = chunks.Sum(chunk => chunk.Length).ToString(CultureInfo.InvariantCulture),
                ["x-amz-trailer"] = "x-amz-checksum-crc32",
            },
        };
        var key = request.SigningKey;
        var signature = request.Signature;
        var body = new StringBuilder();
        foreach (var chunk in chunks.Append(string.Empty))
        {
            signature = key.SignChunk(signature, AwsSigningKey.Hash(Encoding.ASCII.GetBytes(chunk)));
            body.Append(CultureInfo.InvariantCulture, $"{chunk.Length:x}{(isSigned ? $";chunk-signature={signature}" : "")}\r\n");
            body.Append(chunk.Length == 0 ? "" : $"{chunk}\r\n");
        }

        if (kind.EndsWith("TRAILER", StringComparison.Ordinal))
        {
            const string Trailer = "x-amz-checksum-crc32:AAAAAA==";
            body.Append(Trailer).Append("\r\n");
            body.Append(isSigned ? $"x-amz-trailer-signature:{key.SignTrailer(signature, Trailer + "\n")}\r\n" : "");
        }

        return request with { Body = Encoding.ASCII.GetBytes(body.Append("\r\n").ToString()) };
    }
}
