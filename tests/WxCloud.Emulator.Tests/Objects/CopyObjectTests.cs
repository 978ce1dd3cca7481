using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class CopyObjectTests
{
    private const string Host = $"{TestEmulator.Bucket}.cos.ap-shanghai.myqcloud.com";

    [Theory]
    [InlineData($"{Host}/%E7%9B%AE%E5%BD%95/a%20b%2B.txt")]
    [InlineData($"{TestEmulator.Bucket}.cos.ap-shanghai.tencentcos.cn/%E7%9B%AE%E5%BD%95/a%20b%2B.txt")]
    [InlineData($"/{TestEmulator.Bucket}/%E7%9B%AE%E5%BD%95/a%20b%2B.txt")]
    [InlineData($"{TestEmulator.Bucket}/目录/a b+.txt")]
    public async Task A_copy_has_the_bytes_and_headers_of_its_source(string source)
    {
        await using var emulator = await StartAsync();
        emulator.Time.Advance(60);

        using var reply = await CopyAsync(emulator, "copy.txt", source);

        var result = await reply.XmlAsync();
        Assert.Equal(
            (Digests.ETag("hello"u8), "11177612005948864433", "2024-03-05T06:08:08.000Z"),
            (result.Element("ETag")!.Value, result.Element("CRC64")!.Value, result.Element("LastModified")!.Value));
        using var copy = await emulator.SendSignedAsync(HttpMethod.Get, "copy.txt");
        Assert.Equal(("hello", "text/plain", "v"), (await copy.TextAsync(), copy.Header("Content-Type"), copy.Header("x-cos-meta-k")));
        Assert.Equal("Tue, 05 Mar 2024 06:08:08 GMT", copy.Header("Last-Modified"));
        Assert.Equal(1, (await emulator.RequestsAsync()).GetProperty("routes").Number("object:COPY"));
    }

    [Fact]
    public async Task The_directive_Replaced_stores_the_headers_of_the_request()
    {
        await using var emulator = await StartAsync();

        using var reply = await CopyAsync(emulator, "目录/a b+.txt", $"{Host}/目录/a b+.txt", ("x-cos-metadata-directive", "Replaced"), ("x-cos-meta-new", "w"));

        await reply.XmlAsync();
        using var copy = await emulator.SendSignedAsync(HttpMethod.Get, "目录/a b+.txt");
        Assert.Equal(("hello", "w", ""), (await copy.TextAsync(), copy.Header("x-cos-meta-new"), copy.Header("x-cos-meta-k")));
    }

    [Fact]
    public async Task A_copy_onto_itself_must_replace_the_headers()
    {
        await using var emulator = await StartAsync();

        using var reply = await CopyAsync(emulator, "目录/a b+.txt", $"{Host}/目录/a b+.txt");

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest");
    }

    [Theory]
    [InlineData("x-cos-copy-source-If-Match", "\"5d41402abc4b2a76b9719d911017c592\"", 200)]
    [InlineData("x-cos-copy-source-If-Match", "\"0d41402abc4b2a76b9719d911017c592\"", 412)]
    [InlineData("x-cos-copy-source-If-None-Match", "\"5d41402abc4b2a76b9719d911017c592\"", 412)]
    [InlineData("x-cos-copy-source-If-None-Match", "\"0d41402abc4b2a76b9719d911017c592\"", 200)]
    [InlineData("x-cos-copy-source-If-Modified-Since", "Tue, 05 Mar 2024 06:07:08 GMT", 412)]
    [InlineData("x-cos-copy-source-If-Modified-Since", "Tue, 05 Mar 2024 06:07:07 GMT", 200)]
    [InlineData("x-cos-copy-source-If-Unmodified-Since", "Tue, 05 Mar 2024 06:07:07 GMT", 412)]
    [InlineData("x-cos-copy-source-If-Unmodified-Since", "Tue, 05 Mar 2024 06:07:08 GMT", 200)]
    public async Task Conditions_on_the_source_decide(string header, string value, int status)
    {
        await using var emulator = await StartAsync();

        using var reply = await CopyAsync(emulator, "copy.txt", $"{Host}/目录/a b+.txt", (header, value));

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Equal(status == 200 ? "hello" : null, await emulator.GetAsync("copy.txt"));
    }

    [Theory]
    [InlineData($"{Host}/missing", 404, "NoSuchKey")]
    [InlineData("6f74-other-env-1250000000.cos.ap-shanghai.myqcloud.com/a", 404, "NoSuchBucket")]
    [InlineData("nonsense", 400, "InvalidCopySource")]
    [InlineData($"{Host}/", 400, "InvalidCopySource")]
    [InlineData($"{Host}/a%zz", 400, "InvalidCopySource")]
    [InlineData($"{Host}/a?versionId=1", 501, "NotImplemented")]
    public async Task An_invalid_copy_source_is_refused(string source, int status, string code)
    {
        await using var emulator = await StartAsync();

        using var reply = await CopyAsync(emulator, "copy.txt", source);

        await reply.RefusedAsync((HttpStatusCode)status, code);
    }

    [Fact]
    public async Task An_unknown_directive_is_refused()
    {
        await using var emulator = await StartAsync();

        using var reply = await CopyAsync(emulator, "copy.txt", $"{Host}/目录/a b+.txt", ("x-cos-metadata-directive", "Move"));

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "InvalidArgument");
    }

    [Fact]
    public async Task An_error_can_come_inside_a_200_and_nothing_is_copied()
    {
        await using var emulator = await StartAsync();
        await emulator.BreakAsync("""{"route":"object:COPY","kind":"error-in-200"}""");

        using var reply = await CopyAsync(emulator, "copy.txt", $"{Host}/目录/a b+.txt");

        Assert.Equal("InternalError", (await reply.XmlAsync()).Element("Code")!.Value);
        Assert.Null(await emulator.GetAsync("copy.txt"));
    }

    private static Task<HttpResponseMessage> CopyAsync(TestEmulator emulator, string key, string source, params (string Name, string Value)[] headers)
    {
        return emulator.SendSignedAsync(HttpMethod.Put, key, new ByteArrayContent([]), request =>
        {
            // Headers are ASCII; what a test writes as it is gets encoded here.
            request.Headers.Add("x-cos-copy-source", source.Contains('目', StringComparison.Ordinal) ? EncodeKey(source) : source);
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        });
    }

    private static string EncodeKey(string source) => Uri.EscapeDataString(source).Replace("%2F", "/", StringComparison.Ordinal);

    private static async Task<TestEmulator> StartAsync()
    {
        var emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("目录/a b+.txt", "hello", request =>
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
            request.Headers.Add("x-cos-meta-k", "v");
        });
        return emulator;
    }
}
