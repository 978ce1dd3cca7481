using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary>Each option of <c>wxcloud upload</c>, by what is sent and stored.</summary>
public sealed class UploadOptionTests : CommandLineTest
{
    [Fact]
    public async Task Prefix_is_the_folder_of_the_files()
    {
        await SucceedAsync("upload", Folder.Write("a.txt", "text"), "--prefix", "p/q");
        Assert.Equal("text", await ReadAsync("p/q/a.txt"));
    }

    [Fact]
    public async Task Cloud_path_replaces_the_name()
    {
        await SucceedAsync("upload", Folder.Write("a.txt", "text"), "--cloud-path", "other/b.dat");
        Assert.Equal("text", await ReadAsync("other/b.dat"));
        Assert.Equal(1, (await RunAsync("url", CloudEmulator.FileId("a.txt"))).ExitCode);
    }

    [Fact]
    public async Task Recurse_uploads_a_folder_with_its_name_and_without_it_a_folder_fails()
    {
        Folder.Write("docs/deep/a.txt", "text");
        var without = await RunAsync("upload", "docs");
        Assert.Equal(1, without.ExitCode);
        Assert.Equal(0, await Emulator.CountAsync("tcb/uploadfile", Token));

        await SucceedAsync("upload", "docs", "--recurse");
        Assert.Equal("text", await ReadAsync("docs/deep/a.txt"));
    }

    [Fact]
    public async Task Relative_to_builds_the_path_below_that_folder()
    {
        Folder.Write("site/img/a.txt", "text");
        await SucceedAsync("upload", "site/img/a.txt", "--relative-to", "site");
        Assert.Equal("text", await ReadAsync("img/a.txt"));
    }

    [Fact]
    public async Task Content_type_is_stored_and_the_extension_decides_without_it()
    {
        await SucceedAsync("upload", Folder.Write("a.txt"), "--content-type", "application/x-test");
        await SucceedAsync("upload", Folder.Write("b.txt"));
        Assert.Equal("application/x-test", await ContentTypeAsync("a.txt"));
        Assert.Equal("text/plain", await ContentTypeAsync("b.txt"));
    }

    [Fact]
    public async Task Skip_existing_sends_no_file_again_and_without_it_each_is_sent()
    {
        await StoreAsync("a.txt", "12345");
        Folder.Write("a.txt", "54321");
        await SucceedAsync("upload", "a.txt", "--skip-existing");
        Assert.Equal("12345", await ReadAsync("a.txt"));
        await SucceedAsync("upload", "a.txt");
        Assert.Equal("54321", await ReadAsync("a.txt"));
    }

    [Fact]
    public async Task Verify_reads_each_upload_back_and_without_it_nothing_is_read()
    {
        Folder.Write("a.txt");
        await SucceedAsync("upload", "a.txt");
        Assert.Equal(0, await Emulator.CountAsync("tcb/batchdownloadfile", Token));
        await SucceedAsync("upload", "a.txt", "--verify");
        Assert.Equal(1, await Emulator.CountAsync("tcb/batchdownloadfile", Token));
    }

    [Fact]
    public async Task Throttle_limit_bounds_the_requests_in_flight()
    {
        await Emulator.BreakAsync("object:POST", "delay", 300, times: null, Token);
        for (var i = 0; i < 12; i++)
        {
            Folder.Write($"many/{i}.txt");
        }

        // A ticket for the next file may be on its way beside each post.
        await SucceedAsync("upload", "many", "--recurse", "--throttle-limit", "1");
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 1, 2);
        await SucceedAsync("upload", "many", "--recurse", "--throttle-limit", "6");
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 4, 12);
    }

    private async Task<string> ReadAsync(string cloudPath)
    {
        using var reply = await Emulator.OpenAsync(await UrlAsync(cloudPath), Token);
        Assert.True(reply.IsSuccessStatusCode, cloudPath);
        return await reply.Content.ReadAsStringAsync(Token);
    }

    private async Task<string?> ContentTypeAsync(string cloudPath)
    {
        using var reply = await Emulator.OpenAsync(await UrlAsync(cloudPath), Token);
        return reply.Content.Headers.ContentType?.MediaType;
    }

    private async Task<string> UrlAsync(string cloudPath) =>
        Values((await SucceedAsync("url", CloudEmulator.FileId(cloudPath), "--json")).Output, "url").Single();
}
