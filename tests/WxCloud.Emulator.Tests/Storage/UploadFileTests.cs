using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Storage;

public sealed class UploadFileTests
{
    [Fact]
    public async Task A_ticket_has_the_documented_fields()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var ticket = await emulator.TicketAsync("dir/a.png");

        Assert.Equal($"{emulator.Endpoint}6c6f-local-env-1250000000/dir/a.png", ticket.Url);
        Assert.Equal("cloud://local-env.6c6f-local-env-1250000000/dir/a.png", ticket.FileId);
        Assert.Matches(
            "^q-sign-algorithm=sha1&q-ak=[^&]+&q-sign-time=1709618828;1709619728&q-key-time=1709618828;1709619728&q-header-list=&q-url-param-list=&q-signature=[0-9a-f]{40}$",
            ticket.Authorization);
        Assert.InRange(ticket.Token.Length, 450, 550);
        Assert.InRange(ticket.CosFileId.Length, 140, 160);
        Assert.NotEmpty(Convert.FromBase64String(ticket.CosFileId));
    }

    [Theory]
    [InlineData("", "http")]
    [InlineData("X-Forwarded-Proto: https\r\n", "https")]
    [InlineData("X-Forwarded-Proto: HTTP\r\n", "http")]
    [InlineData("X-Forwarded-Proto: file\r\n", "http")]
    public async Task The_url_has_the_scheme_and_the_host_of_the_request(string header, string scheme)
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { HostNames = ["storage.example"] });
        var token = (await emulator.StableTokenAsync()).Text("access_token");

        var reply = await emulator.SendRawAsync(
            $"POST /tcb/uploadfile?access_token={token} HTTP/1.1\r\nHost: storage.example:8080\r\n{header}Content-Length: 30\r\nConnection: close\r\n\r\n"
            + """{"env":"local-env","path":"a"}""");

        Assert.Contains($"\"url\":\"{scheme}://storage.example:8080/6c6f-local-env-1250000000/a\"", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("目录/文件 (1).txt", "%E7%9B%AE%E5%BD%95/%E6%96%87%E4%BB%B6%20%281%29.txt")]
    [InlineData("a+b%2F?#&=.txt", "a%2Bb%252F%3F%23%26%3D.txt")]
    [InlineData("../a/./b..", "../a/./b..")]
    public async Task The_url_is_percent_encoded_once(string path, string encoded)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var ticket = await emulator.TicketAsync(path);

        Assert.EndsWith($"-1250000000/{encoded}", ticket.Url, StringComparison.Ordinal);
        Assert.EndsWith($"-1250000000/{path}", ticket.FileId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_url_is_raw_text_when_configured()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { RawLinks = true });

        Assert.EndsWith("/目录/a b.txt", (await emulator.TicketAsync("目录/a b.txt")).Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("\\a")]
    [InlineData("a//b")]
    [InlineData("a\u0018b")]
    [InlineData("a\u001bb")]
    public async Task A_bad_path_is_refused(string path)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.CallAsync("tcb/uploadfile", $$"""{"env":"local-env","path":{{JsonSerializer.Serialize(path)}}}""");

        Assert.Equal(-501007, reply.Errcode());
        Assert.Contains("invalid path", reply.Text("errmsg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_may_have_850_bytes_of_utf8_and_no_more()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var longest = string.Concat(Enumerable.Repeat("文", 283)) + "a";
        Assert.Equal(850, Encoding.UTF8.GetByteCount(longest));

        await emulator.UploadAsync(longest, "content");
        var reply = await emulator.CallAsync("tcb/uploadfile", $$"""{"env":"local-env","path":"{{longest}}a"}""");

        Assert.Equal(-501007, reply.Errcode());
    }

    [Theory]
    [InlineData("", 44002)]
    [InlineData("not json", 47001)]
    [InlineData("{\"env\":\"local-env\",\"path\":\"\\ud800\"}", 40097)]
    [InlineData("""{"path":"a"}""", 40101)]
    [InlineData("""{"env":"local-env"}""", 40101)]
    [InlineData("""{"env":"local-env","path":1}""", 40097)]
    [InlineData("""{"env":"other-env","path":"a"}""", -501007)]
    public async Task A_bad_request_is_refused_with_its_reason(string body, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.CallAsync("tcb/uploadfile", body)).Errcode());
    }

    [Fact]
    public async Task A_get_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(43002, (await emulator.GetJsonAsync("tcb/uploadfile")).Errcode());
    }

    [Fact]
    public async Task An_unknown_path_is_an_invalid_url()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(40066, (await emulator.PostJsonAsync("tcb/uploadfiles", "{}")).Errcode());
        Assert.Equal(40066, (await emulator.GetJsonAsync("no/call")).Errcode());
    }
}
