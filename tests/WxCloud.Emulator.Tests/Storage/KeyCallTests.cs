using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Storage;

public sealed class KeyCallTests
{
    [Fact]
    public async Task The_service_gives_keys_for_as_long_as_asked()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var reply = await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":1800}""");

        Assert.Equal(["errcode", "errmsg", "expired_time", "secretid", "secretkey", "token"], reply.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal((0, emulator.Time.GetUtcNow().ToUnixTimeSeconds() + 1800), (reply.Errcode(), reply.GetProperty("expired_time").GetInt64()));
        var keys = Keys.Of(reply);
        Assert.NotEqual(keys, Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":1800}""")));
        await WorksAsync(emulator, keys);

        emulator.Time.Advance(1801);
        using var late = await SendAsync(emulator, keys, HttpMethod.Get, "a");
        await late.RefusedAsync(HttpStatusCode.BadRequest, "ExpiredToken");
    }

    [Theory]
    [InlineData("{}", 40101)]
    [InlineData("""{"lifespan":"1800"}""", 40097)]
    [InlineData("""{"lifespan":0}""", 40097)]
    [InlineData("""{"lifespan":7201}""", 40097)]
    [InlineData("""{"lifespan":1.5}""", 40097)]
    public async Task A_lifespan_out_of_range_is_refused(string json, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.CallAsync("tcb/getqcloudtoken", json)).Errcode());
    }

    [Fact]
    public async Task The_service_gives_keys_ten_times_an_hour()
    {
        await using var emulator = await TestEmulator.StartAsync();
        async Task<int> AskAsync() => (await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}""")).Errcode();

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(0, await AskAsync());
        }

        Assert.Equal(45009, await AskAsync());
        emulator.Time.Advance(3600);
        Assert.Equal(0, await AskAsync());
    }

    [Fact]
    public async Task A_reset_restores_the_quota()
    {
        await using var emulator = await TestEmulator.StartAsync();
        for (var i = 0; i < 11; i++)
        {
            await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}""");
        }

        await emulator.PostJsonAsync("_emulator/reset", "");

        Assert.Equal(0, (await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}""")).Errcode());
    }

    [Fact]
    public async Task A_container_gets_keys_without_a_token()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.GetJsonAsync("_/cos/getauth");
        using var post = await emulator.Client.PostAsync("_/cos/getauth", null, TestEmulator.Cancellation);

        Assert.Equal(["ExpiredTime", "TmpSecretId", "TmpSecretKey", "Token"], reply.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(emulator.Time.GetUtcNow().ToUnixTimeSeconds() + 7200, reply.GetProperty("ExpiredTime").GetInt64());
        await WorksAsync(emulator, new Keys(reply.Text("TmpSecretId"), reply.Text("TmpSecretKey"), reply.Text("Token")));
        Assert.Contains("\"errcode\":43001", await post.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_keys_need_their_own_token()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var keys = Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}"""));
        var others = Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}"""));

        using var without = await SendAsync(emulator, keys with { Token = null }, HttpMethod.Get, "a");
        using var withAnother = await SendAsync(emulator, keys with { Token = others.Token }, HttpMethod.Get, "a");
        using var withAnotherKey = await SendAsync(emulator, keys with { SecretKey = others.SecretKey }, HttpMethod.Get, "a");

        await without.RefusedAsync(HttpStatusCode.Forbidden, "InvalidAccessKeyId");
        await withAnother.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        await withAnotherKey.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Fact]
    public async Task Temporary_keys_can_be_made_to_expire()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var keys = Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}"""));

        await emulator.PostJsonAsync("_emulator/keys/expire", "");

        using var reply = await SendAsync(emulator, keys, HttpMethod.Get, "a");
        await reply.RefusedAsync(HttpStatusCode.BadRequest, "ExpiredToken");
        await WorksAsync(emulator, Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}""")));
    }

    [Fact]
    public async Task Temporary_keys_work_with_AWS_signatures()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var keys = Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}"""));
        var request = new AwsRequest(emulator, HttpMethod.Put, "a") { Body = [1], SecretId = keys.SecretId, SecretKey = keys.SecretKey };

        using var with = await (request with { Headers = new Dictionary<string, string> { ["x-amz-security-token"] = keys.Token! } }).SendAsync();
        using var without = await request.SendAsync();

        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        await without.RefusedAsync(HttpStatusCode.Forbidden, "InvalidAccessKeyId");
    }

    [Fact]
    public async Task Temporary_keys_are_limited_to_the_base_path()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { BasePath = "tenants/a/" });
        await emulator.PutAsync("other/a", "hello");
        var keys = Keys.Of(await emulator.CallAsync("tcb/getqcloudtoken", """{"lifespan":7200}"""));

        using var put = await SendAsync(emulator, keys, HttpMethod.Put, "tenants/a/x", new ByteArrayContent([1]));
        using var list = await SendAsync(emulator, keys, HttpMethod.Get, "", query: "prefix=tenants/a/");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(["tenants/a/x"], (await list.XmlAsync()).Texts("Key"));

        foreach (var (key, query) in new[] { ("other/a", ""), ("", ""), ("", "prefix=tenants/"), ("", "uploads") })
        {
            using var reply = await SendAsync(emulator, keys, HttpMethod.Get, key, query: query);
            await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        }

        using var copy = await SendAsync(
            emulator, keys, HttpMethod.Put, "tenants/a/y", configure: request => request.Headers.Add("x-cos-copy-source", $"{TestEmulator.Bucket}.cos.ap-shanghai.myqcloud.com/other/a"));
        await copy.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Theory]
    [InlineData(TestEmulator.Bucket, "目录/a.txt")]
    [InlineData("6c6f-local-env", "/目录/a.txt")]
    public async Task Metadata_of_a_container_gives_an_object_its_fileID(string bucket, string path)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var reply = await EncodeAsync(emulator, bucket, path, "b.txt");
        Assert.Equal(0, reply.Errcode());
        string[] values = [.. reply.GetProperty("respdata").GetProperty("x_cos_meta_field_strs").EnumerateArray().Select(value => value.GetString()!)];
        Assert.Equal(2, values.Distinct().Count());

        await emulator.PutAsync("目录/a.txt", "hello", request => request.Headers.Add("x-cos-meta-fileid", values[0]));
        await emulator.PutAsync("c.txt", "hello", request => request.Headers.Add("x-cos-meta-fileid", values[1]));

        Assert.Equal("hello", await emulator.Client.GetStringAsync(await emulator.LinkAsync($"cloud://local-env.{TestEmulator.Bucket}/目录/a.txt"), TestEmulator.Cancellation));
        Assert.Equal(1, (await emulator.DownloadEntryAsync($"cloud://local-env.{TestEmulator.Bucket}/c.txt")).Number("status"));
    }

    [Fact]
    public async Task Metadata_of_another_bucket_or_a_wrong_path_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(-501007, (await EncodeAsync(emulator, "other", "a")).Errcode());
        Assert.Equal(-501007, (await EncodeAsync(emulator, TestEmulator.Bucket, "a//b")).Errcode());
    }

    private static Task<JsonElement> EncodeAsync(TestEmulator emulator, string bucket, params string[] paths)
    {
        return emulator.PostJsonAsync("_/cos/metaid/encode", $$"""{"openid":"","bucket":"{{bucket}}","paths":{{JsonSerializer.Serialize(paths)}}}""");
    }

    private static async Task WorksAsync(TestEmulator emulator, Keys keys)
    {
        using var put = await SendAsync(emulator, keys, HttpMethod.Put, "a", new ByteArrayContent([1]));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestEmulator emulator, Keys keys, HttpMethod method, string key, HttpContent? content = null, string query = "", Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(method, $"{TestEmulator.Bucket}/{key}?{query}") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", emulator.Authorization(method.Method, $"/{key}", secretId: keys.SecretId, secretKey: keys.SecretKey, lifetime: 100_000));
        request.Headers.TryAddWithoutValidation("x-cos-security-token", keys.Token ?? string.Empty);
        configure?.Invoke(request);
        return await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
    }

    private sealed record Keys(string SecretId, string SecretKey, string? Token)
    {
        public static Keys Of(JsonElement reply) => new(reply.Text("secretid"), reply.Text("secretkey"), reply.Text("token"));
    }
}
