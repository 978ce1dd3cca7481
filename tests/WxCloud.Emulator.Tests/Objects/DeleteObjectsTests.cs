using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

public sealed class DeleteObjectsTests
{
    [Fact]
    public async Task All_listed_objects_are_reported_deleted_including_missing_ones()
    {
        await using var emulator = await StartAsync();

        using var reply = await DeleteAsync(emulator, "<Delete><Object><Key>a</Key></Object><Object><Key>目录/b &amp; c</Key></Object><Object><Key>missing</Key></Object></Delete>");

        Assert.Equal(["a", "目录/b & c", "missing"], (await reply.XmlAsync()).Elements("Deleted").Select(deleted => deleted.Element("Key")!.Value));
        Assert.Equal((null, null, "keep"), (await emulator.GetAsync("a"), await emulator.GetAsync("目录/b & c"), await emulator.GetAsync("keep")));
    }

    [Fact]
    public async Task A_quiet_request_reports_errors_only()
    {
        await using var emulator = await StartAsync();

        using var reply = await DeleteAsync(emulator, "<Delete xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><Quiet>true</Quiet><Object><Key>a</Key></Object></Delete>");

        Assert.Empty((await reply.XmlAsync()).Elements());
        Assert.Null(await emulator.GetAsync("a"));
    }

    [Theory]
    [InlineData("<Delete></Delete>")]
    [InlineData("<Delete><Object></Object></Delete>")]
    [InlineData("<Remove><Object><Key>a</Key></Object></Remove>")]
    [InlineData("<Delete><Object><Key>a</Key>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'a'>]><Delete><Object><Key>&e;</Key></Object></Delete>")]
    public async Task A_malformed_body_is_refused(string body)
    {
        await using var emulator = await StartAsync();

        using var reply = await DeleteAsync(emulator, body);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "MalformedXML");
        Assert.Equal("a", await emulator.GetAsync("a"));
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    public async Task A_list_has_at_most_1000_keys(int count, int status)
    {
        await using var emulator = await StartAsync();

        using var reply = await DeleteAsync(emulator, $"<Delete>{string.Concat(Enumerable.Repeat("<Object><Key>a</Key></Object>", count))}</Delete>");

        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Theory]
    [InlineData(null, "MissingContentMD5")]
    [InlineData("x", "InvalidDigest")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg==", "BadDigest")]
    public async Task The_digest_of_the_list_is_verified(string? md5, string code)
    {
        await using var emulator = await StartAsync();

        using var reply = await SendAsync(emulator, "<Delete><Object><Key>a</Key></Object></Delete>", md5);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal("a", await emulator.GetAsync("a"));
    }

    [Fact]
    public async Task An_unsigned_list_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { PublicRead = true });
        using var content = new StringContent("<Delete><Object><Key>a</Key></Object></Delete>");

        using var reply = await emulator.Client.PostAsync($"{TestEmulator.Bucket}/?delete", content, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
    }

    private static Task<HttpResponseMessage> DeleteAsync(TestEmulator emulator, string body)
    {
        return SendAsync(emulator, body, Convert.ToBase64String(Digests.Md5(Encoding.UTF8.GetBytes(body))));
    }

    private static Task<HttpResponseMessage> SendAsync(TestEmulator emulator, string body, string? md5)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (md5 is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-MD5", md5);
        }

        return emulator.SendSignedAsync(HttpMethod.Post, "", content, query: "delete");
    }

    private static async Task<TestEmulator> StartAsync()
    {
        var emulator = await TestEmulator.StartAsync();
        foreach (var key in new[] { "a", "目录/b & c", "keep" })
        {
            await emulator.PutAsync(key, key);
        }

        return emulator;
    }
}
