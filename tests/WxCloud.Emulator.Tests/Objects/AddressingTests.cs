using System;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects;

/// <summary>The many names by which clients reach one object.</summary>
public sealed class AddressingTests
{
    private const string Bucket = TestEmulator.Bucket;

    [Theory]
    [InlineData($"/{Bucket}/dir/a.txt", "127.0.0.1", "/dir/a.txt")]
    [InlineData($"/{Bucket}/dir/a.txt", "127.0.0.1", $"/{Bucket}/dir/a.txt")]
    [InlineData("/dir/a.txt", $"{Bucket}.cos.ap-shanghai.myqcloud.com", "/dir/a.txt")]
    [InlineData($"/{Bucket}/dir/a.txt", "cos.ap-shanghai.myqcloud.com", "/dir/a.txt")]
    [InlineData($"http://{Bucket}.cos.ap-shanghai.myqcloud.com/dir/a.txt", "127.0.0.1", "/dir/a.txt")]
    [InlineData($"http://{Bucket}.cos.ap-shanghai.myqcloud.com:80/dir/a.txt", $"{Bucket}.cos.ap-shanghai.myqcloud.com:80", "/dir/a.txt")]
    [InlineData($"http://cos.ap-shanghai.myqcloud.com/{Bucket}/dir/a.txt", "cos.ap-shanghai.myqcloud.com", "/dir/a.txt")]
    [InlineData("/dir/a.txt", "127.0.0.1:9380", "/dir/a.txt")]
    public async Task A_signed_request_finds_the_object(string target, string host, string signedPath)
    {
        await using var emulator = await StartAsync();

        var reply = await emulator.SendRawAsync(
            $"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: {emulator.Authorization("get", signedPath)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_found_under_its_real_host_name()
    {
        await using var emulator = await StartAsync();
        var link = await emulator.LinkAsync($"cloud://local-env.{Bucket}/dir/a.txt");
        var pathAndQuery = link[link.IndexOf("/dir/", StringComparison.Ordinal)..];

        foreach (string target in new[] { pathAndQuery, $"http://{Bucket}.tcb.qcloud.la{pathAndQuery}" })
        {
            var reply = await emulator.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {Bucket}.tcb.qcloud.la\r\nConnection: close\r\n\r\n");
            Assert.EndsWith("\r\n\r\nhello", reply, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_api_is_found_under_its_real_host_name_and_hands_out_urls_of_that_name()
    {
        await using var emulator = await StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");

        var reply = await emulator.SendRawAsync(
            $"POST http://api.weixin.qq.com/tcb/uploadfile?access_token={token} HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\nContent-Length: 30\r\n\r\n"
            + """{"env":"local-env","path":"b"}""");

        Assert.Contains($"\"url\":\"http://api.weixin.qq.com/{Bucket}/b\"", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/6f74-other-env-1250000000/a", "127.0.0.1", "NoSuchBucket")]
    [InlineData("/a", "6f74-other-env-1250000000.cos.ap-shanghai.myqcloud.com", "NoSuchBucket")]
    [InlineData("/a", "6f74-other-env-1250000000.tcb.qcloud.la", "NoSuchBucket")]
    public async Task An_unknown_bucket_is_not_found(string target, string host, string code)
    {
        await using var emulator = await StartAsync();

        var reply = await emulator.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404", reply, StringComparison.Ordinal);
        Assert.Contains($"<Code>{code}</Code>", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_any_bucket_goes_to_the_default_one()
    {
        await using var emulator = await StartAsync();
        var form = new Form().Field("key", "b").Field("Signature", emulator.Authorization("post", "/")).File("hello"u8.ToArray()).End();

        using var reply = await emulator.PostFormAsync("", form);

        Assert.Equal($"{emulator.Endpoint}b", reply.Header("Location"));
    }

    [Fact]
    public async Task Several_environments_keep_their_files_apart()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { EnvironmentIds = ["local-env", "other-env"] });
        await emulator.UploadAsync("a.txt", "hello");

        var other = await emulator.TicketAsync("a.txt", "other-env");

        Assert.Equal("cloud://other-env.6f74-other-env-1250000000/a.txt", other.FileId);
        Assert.Equal(1, (await emulator.DownloadEntryAsync(other.FileId, environment: "other-env")).Number("status"));
    }

    private static async Task<TestEmulator> StartAsync()
    {
        var emulator = await TestEmulator.StartAsync();
        await emulator.UploadAsync("dir/a.txt", "hello");
        return emulator;
    }
}
