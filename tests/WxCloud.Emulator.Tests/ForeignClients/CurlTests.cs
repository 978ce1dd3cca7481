using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class CurlTests
{
    [Fact]
    public async Task Curl_uploads_a_form_and_downloads_a_link()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        await File.WriteAllBytesAsync(folder.Combine("up"), content, TestEmulator.Cancellation);
        var ticket = await emulator.TicketAsync("目录/a b.bin");

        var uploaded = await ForeignProgram.RunAsync(
            "curl", "-sS", "-w", "%{http_code}",
            "--form-string", $"key={ticket.Path}",
            "--form-string", $"Signature={ticket.Authorization}",
            "--form-string", $"x-cos-security-token={ticket.Token}",
            "--form-string", $"x-cos-meta-fileid={ticket.CosFileId}",
            "-F", $"file=@{folder.Combine("up")}",
            ticket.Url);
        var downloaded = await ForeignProgram.RunAsync(
            "curl", "-sS", "-w", "%{http_code}", "-o", folder.Combine("down"), await emulator.LinkAsync(ticket.FileId));

        Assert.Equal(("204", "200"), (uploaded, downloaded));
        Assert.Equal(content, await File.ReadAllBytesAsync(folder.Combine("down"), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Curl_resumes_a_download_that_was_cut()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(100_000);
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.bin", content)).FileId);
        await File.WriteAllBytesAsync(folder.Combine("down"), content[..40_000], TestEmulator.Cancellation);

        await ForeignProgram.RunAsync("curl", "-sS", "-f", "-C", "-", "-o", folder.Combine("down"), link);

        Assert.Equal(content, await File.ReadAllBytesAsync(folder.Combine("down"), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Curl_uses_the_emulator_as_its_proxy()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.txt", "hello")).FileId);
        var query = link[link.IndexOf('?', System.StringComparison.Ordinal)..];

        var output = await ForeignProgram.RunAsync(
            "curl", "-sS", "-f", "--proxy", emulator.Endpoint.AbsoluteUri, $"http://{TestEmulator.Bucket}.tcb.qcloud.la/a.txt{query}");

        Assert.Equal("hello", output);
    }

    [Fact]
    public async Task Curl_gets_a_compressed_body_when_it_accepts_one()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var text = new string('x', 10_000);
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a.json", text)).FileId);

        Assert.Equal(text, await ForeignProgram.RunAsync("curl", "-sS", "-f", "--compressed", link));
    }
}
