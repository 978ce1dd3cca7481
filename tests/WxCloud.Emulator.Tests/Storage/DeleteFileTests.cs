using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Storage;

public sealed class DeleteFileTests
{
    [Fact]
    public async Task Files_are_deleted_in_the_order_asked_for()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = (await emulator.UploadAsync("a.txt", "a")).FileId;
        var second = (await emulator.UploadAsync("b.txt", "b")).FileId;

        var reply = await emulator.CallAsync(
            "tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{second}}","{{second}}","cloud://x.y/z","{{first}}"]}""");

        JsonElement[] files = [.. reply.GetProperty("delete_list").EnumerateArray()];
        Assert.Equal([second, second, "cloud://x.y/z", first], files.Select(file => file.Text("fileid")));
        Assert.Equal([0, 1, -503002, 0], files.Select(file => file.Number("status")));
        Assert.Equal(1, (await emulator.DownloadEntryAsync(first)).Number("status"));
    }

    [Fact]
    public async Task A_list_of_51_files_is_refused_and_nothing_is_deleted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var fileId = (await emulator.UploadAsync("a.txt", "a")).FileId;
        var list = string.Join(',', Enumerable.Repeat($"\"{fileId}\"", 51));

        Assert.Equal(-501007, (await emulator.CallAsync("tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":[{{list}}]}""")).Errcode());
        Assert.Equal(0, (await emulator.DownloadEntryAsync(fileId)).Number("status"));
    }

    [Fact]
    public async Task A_list_with_an_item_that_is_not_text_is_refused_and_nothing_is_deleted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var fileId = (await emulator.UploadAsync("a.txt", "a")).FileId;

        Assert.Equal(40097, (await emulator.CallAsync("tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{fileId}}",1]}""")).Errcode());
        Assert.Equal(0, (await emulator.DownloadEntryAsync(fileId)).Number("status"));
    }
}
