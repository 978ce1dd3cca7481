using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Storage;

public sealed class DownloadLinkTests
{
    [Theory]
    [InlineData("目录/文件 (1).txt")]
    [InlineData("a+b%2F?#&=.txt")]
    [InlineData("q&sign=1.txt")]
    public async Task A_link_leads_to_the_file(string path)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync(path, "content");

        var link = await emulator.LinkAsync(ticket.FileId);

        Assert.Matches("^http://127.0.0.1:[0-9]+/6c6f-local-env-1250000000.tcb.qcloud.la/[^?]+\\?sign=[0-9a-f]{32}&t=1709619428$", link);
        Assert.Equal("content", await emulator.Client.GetStringAsync(link, TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_link_expires_after_its_age()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "content");
        var link = await emulator.LinkAsync(ticket.FileId, maxAge: 60);

        emulator.Time.Advance(60);
        Assert.Equal("content", await emulator.Client.GetStringAsync(link, TestEmulator.Cancellation));
        emulator.Time.Advance(1);
        using var lapsed = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);
        await lapsed.RefusedAsync(HttpStatusCode.Forbidden, "CDN_SIGNATURE_EXPIRED");
    }

    [Fact]
    public async Task A_link_without_or_with_a_wrong_signature_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.UploadAsync("b.txt", "other");
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.txt", "content")).FileId);

        using var bare = await emulator.Client.GetAsync(link[..link.IndexOf('?', StringComparison.Ordinal)], TestEmulator.Cancellation);
        using var later = await emulator.Client.GetAsync($"{link}0", TestEmulator.Cancellation);
        using var other = await emulator.Client.GetAsync(link.Replace("a.txt", "b.txt", StringComparison.Ordinal), TestEmulator.Cancellation);

        await bare.RefusedAsync(HttpStatusCode.Forbidden, "CDN_SIGNATURE_MISSING");
        await later.RefusedAsync(HttpStatusCode.Forbidden, "CDN_INVALID_SIGNATURE");
        await other.RefusedAsync(HttpStatusCode.Forbidden, "CDN_INVALID_SIGNATURE");
    }

    [Fact]
    public async Task A_public_link_has_no_query_and_never_expires()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { PublicRead = true });
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.txt", "content")).FileId, maxAge: 1);

        emulator.Time.Advance(1_000_000);

        Assert.EndsWith(".tcb.qcloud.la/a.txt", link, StringComparison.Ordinal);
        Assert.Equal("content", await emulator.Client.GetStringAsync(link, TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_link_to_a_deleted_file_answers_404()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "content");
        var link = await emulator.LinkAsync(ticket.FileId);
        await emulator.CallAsync("tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{ticket.FileId}}"]}""");

        using var reply = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey");
    }

    [Fact]
    public async Task Links_are_in_the_requested_order_and_one_bad_file_affects_no_other()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "content");
        string[] fileIds =
        [
            "cloud://local-env.6c6f-local-env-1250000000/missing",
            ticket.FileId,
            "cloud://other-env.6f74-other-env-1250000000/a.txt",
            "not a fileID",
            ticket.FileId,
            "cloud://local-env.6c6f-local-env/a.txt",
        ];
        var list = string.Join(',', fileIds.Select(fileId => $$"""{"fileid":"{{fileId}}","max_age":60}"""));

        var reply = await emulator.CallAsync("tcb/batchdownloadfile", $$"""{"env":"local-env","file_list":[{{list}}]}""");

        JsonElement[] files = [.. reply.GetProperty("file_list").EnumerateArray()];
        Assert.Equal(0, reply.Errcode());
        Assert.Equal(fileIds, files.Select(file => file.Text("fileid")));
        Assert.Equal([1, 0, -503002, -501007, 0, 0], files.Select(file => file.Number("status")));
        Assert.Equal("STORAGE_FILE_NONEXIST", files[0].Text("errmsg"));
        Assert.All(files, file => Assert.Equal(file.Number("status") == 0, file.Text("download_url").Length > 0));
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, -501007)]
    [InlineData(0, -501007)]
    public async Task A_list_holds_one_to_fifty_files(int count, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var list = string.Join(',', Enumerable.Repeat("""{"fileid":"cloud://local-env.6c6f-local-env-1250000000/a","max_age":60}""", count));

        Assert.Equal(errcode, (await emulator.CallAsync("tcb/batchdownloadfile", $$"""{"env":"local-env","file_list":[{{list}}]}""")).Errcode());
    }

    [Theory]
    [InlineData("""{"fileid":"cloud://a.b/c"}""", 40101)]
    [InlineData("""{"max_age":60}""", 40101)]
    [InlineData("""{"fileid":"cloud://a.b/c","max_age":"60"}""", 40097)]
    [InlineData("\"cloud://a.b/c\"", 40097)]
    [InlineData("""{"fileid":"cloud://a.b/c","max_age":0}""", -501007)]
    [InlineData("""{"fileid":"cloud://a.b/c","max_age":86401}""", -501007)]
    public async Task A_bad_entry_is_refused_with_its_reason(string entry, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.CallAsync("tcb/batchdownloadfile", $$"""{"env":"local-env","file_list":[{{entry}}]}""")).Errcode());
    }

    [Theory]
    [InlineData("a.json", 256, true)]
    [InlineData("a.json", 255, false)]
    [InlineData("a.HTML", 2 * 1024 * 1024, true)]
    [InlineData("a.html", (2 * 1024 * 1024) + 1, false)]
    [InlineData("a.txt", 1000, false)]
    public async Task Some_kinds_of_text_are_compressed_for_clients_that_accept_gzip(string path, int length, bool isCompressed)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = new byte[length];
        Array.Fill(content, (byte)'x');
        var link = await emulator.LinkAsync((await emulator.UploadAsync(path, content)).FileId);
        using var request = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { "Accept-Encoding", "gzip, br" } } };

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        var body = await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation);
        Assert.Equal(isCompressed ? "gzip" : "", reply.Header("Content-Encoding"));
        using var plain = new MemoryStream();
        using Stream decoder = isCompressed ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress) : new MemoryStream(body);
        await decoder.CopyToAsync(plain, TestEmulator.Cancellation);
        Assert.Equal(content, plain.ToArray());
        Assert.Equal(content, await emulator.Client.GetByteArrayAsync(link, TestEmulator.Cancellation));
    }

    [Fact]
    public async Task The_download_host_accepts_only_reads()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.txt", "content")).FileId);

        using var reply = await emulator.Client.DeleteAsync(link, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
    }
}
