using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>Files are uploaded to the emulator and downloaded again.</summary>
public sealed class RoundTripTests : EmulatorTest
{
    [Theory]
    [InlineData("plain.bin", 0)]
    [InlineData("plain.bin", 1)]
    [InlineData("plain.bin", (256 * 1024) - 1)]
    [InlineData("plain.bin", 256 * 1024)]
    [InlineData("plain.bin", (256 * 1024) + 1)]
    [InlineData("plain.bin", 1024 * 1024)]
    [InlineData("plain.bin", 5 * 1024 * 1024)]
    [InlineData("with space.txt", 10)]
    [InlineData("中文 文件（一）.txt", 10)]
    [InlineData("😀.txt", 10)]
    [InlineData("a%46b.txt", 10)]
    [InlineData("a+b&c=d;e,f.txt", 10)]
    [InlineData("a#b?c.txt", 10)]
    [InlineData("e\u0301\u200E.txt", 10)]
    [InlineData("quote\"and'more.txt", 10)]
    [InlineData("back\\slash.txt", 10)]
    [InlineData("${filename}.txt", 10)]
    [InlineData("~[x]{y}|^`<>.txt", 10)]
    [InlineData("page.html", 5000)]
    public async Task A_file_is_downloaded_as_it_was_uploaded(string name, int length)
    {
        var path = Folder.WriteRandom("up/" + name, length);
        var sent = Assert.Single(await Emulator.UploadAsync(new(new() { Prefix = "dir" }), [path], Token)).Require();
        Assert.Equal(RunningEmulator.FileId("dir/" + name), sent.FileId);
        Assert.Equal(("dir/" + name, length, path), (sent.CloudPath, sent.Length, sent.LocalPath));

        var received = Assert.Single(await Emulator.DownloadAsync([sent.FileId], Options(), Token)).Require();
        Assert.Equal(Folder.At("down/dir/" + name), received.LocalPath);
        Assert.Equal((WxVerification.Crc64, sent.Crc64, (long)length), (received.Verified, received.Crc64, received.Length));
        Assert.Equal(await File.ReadAllBytesAsync(path, Token), await File.ReadAllBytesAsync(received.LocalPath, Token));
        Assert.Single(Directory.EnumerateFiles(Folder.At("down/dir"), "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Fact]
    public async Task The_longest_names_are_uploaded_and_downloaded()
    {
        var path = string.Join('/', Enumerable.Repeat(new string('长', 80), 3)) + "/" + new string('x', 850 - 723);
        var plan = new UploadPlan(new() { CloudPath = path });
        Assert.Null(Assert.Single(await Emulator.UploadAsync(plan, [Folder.Write("a")], Token)).Error);
        Assert.Null(Assert.Single(await Emulator.DownloadAsync([RunningEmulator.FileId(path)], Options(), Token)).Error);
    }

    [Fact]
    public async Task Many_files_take_one_link_call_for_fifty()
    {
        var paths = Enumerable.Range(0, 120).Select(i => Folder.Write($"many/{i}.txt")).ToList();
        var sent = await Emulator.UploadAsync(new(new()), paths, Token);
        Assert.Equal(120, sent.Select(static outcome => outcome.Require().FileId).Distinct().Count());

        var received = await Emulator.DownloadAsync(sent.Select(static outcome => outcome.Require().FileId), Options(), Token);
        Assert.Equal(120, received.Count(static outcome => outcome.Error is null));
        Assert.Equal(3, await Emulator.CountAsync("tcb/batchdownloadfile", Token));
    }

    [Fact]
    public async Task One_bad_item_does_not_stop_the_others()
    {
        var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [Folder.Write("good.txt")], Token)).Require();
        string[] asked = ["nonsense", sent.FileId, RunningEmulator.FileId("missing.txt"), "cloud://other.bucket/a", RunningEmulator.FileId("../escape")];
        var outcomes = await Emulator.DownloadAsync(asked, Options(), Token);
        var byItem = outcomes.ToDictionary(static outcome => outcome.Item, static outcome => outcome.Error?.ErrorId);
        Assert.Equal(asked.Order(), byItem.Keys.Order());
        Assert.Equal("WxCloud.FileId.Malformed", byItem[asked[0]]);
        Assert.Null(byItem[asked[1]]);
        Assert.Equal("WxCloud.Storage.FileMissing", byItem[asked[2]]);
        Assert.Equal("WxCloud.FileId.OtherEnvironment", byItem[asked[3]]);
        Assert.Equal("WxCloud.Target.OutsideDestination", byItem[asked[4]]);
    }

    [Fact]
    public async Task The_same_id_twice_gives_two_results()
    {
        var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [Folder.Write("a.txt")], Token)).Require();
        var links = await Engine.Lists
            .GetLinksAsync("local-env", new[] { sent.FileId, RunningEmulator.FileId("none"), sent.FileId }.ToAsyncEnumerable(), 60, Token)
            .ToListAsync(Token);
        Assert.Equal([true, false, true], links.Select(static outcome => outcome.Error is null));
        Assert.Equal([sent.FileId, RunningEmulator.FileId("none"), sent.FileId], links.Select(static outcome => outcome.Item));
    }

    [Fact]
    public async Task A_list_of_any_length_is_divided_into_calls_of_fifty()
    {
        var fileIds = Enumerable.Range(0, 1001).Select(static i => RunningEmulator.FileId($"{i}")).ToList();
        var removals = await Engine.Lists.DeleteAsync("local-env", fileIds.ToAsyncEnumerable(), Token).ToListAsync(Token);
        Assert.Equal(fileIds, removals.Select(static outcome => outcome.Item));
        Assert.Equal(21, await Emulator.CountAsync("tcb/batchdeletefile", Token));
    }

    [Fact]
    public async Task SkipExisting_skips_a_stored_file_of_the_same_length()
    {
        var path = Folder.Write("a.txt", "one");
        var item = new Outcome<string, UploadItem>(path, new UploadItem(path, "a.txt"));
        for (var round = 0; round < 2; round++)
        {
            var options = new UploadOptions { EnvironmentId = "local-env", SkipExisting = true, Verify = true };
            await foreach (var outcome in Engine.Uploader.SendAsync(new[] { item }.ToAsyncEnumerable(), options, meter: null, Token))
            {
                Assert.Equal(3, outcome.Require().Length);
            }
        }

        Assert.Equal(1, await Emulator.CountAsync("object:POST", Token));

        var skip = Options() with { SkipExisting = true };
        var first = Assert.Single(await Emulator.DownloadAsync([RunningEmulator.FileId("a.txt")], skip, Token)).Require();
        File.SetLastWriteTimeUtc(first.LocalPath, DateTime.UnixEpoch);
        Assert.Null(Assert.Single(await Emulator.DownloadAsync([RunningEmulator.FileId("a.txt")], skip, Token)).Require().Crc64);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(first.LocalPath));
    }

    [Fact]
    public async Task SkipExisting_looks_up_fifty_files_a_call_and_requests_no_ticket()
    {
        var files = Enumerable.Range(0, 120).Select(i => Folder.Write($"many/{i}.txt")).ToList();
        await Emulator.UploadAsync(new(new()), files.Take(70), Token);
        var tickets = await Emulator.CountAsync("tcb/uploadfile", Token);

        var sent = await SkipAsync(files);
        Assert.All(sent, static outcome => Assert.Equal(outcome.Item, outcome.Require().LocalPath));
        Assert.Equal(files.Order(), sent.Select(static outcome => outcome.Item).Order());
        Assert.Equal(120, await Emulator.CountAsync("object:POST", Token));
        Assert.Equal(70, await Emulator.CountAsync("object:HEAD", Token));
        Assert.Equal(51, await Emulator.CountAsync("tcb/uploadfile", Token) - tickets);
        Assert.InRange(await Emulator.CountAsync("tcb/batchdownloadfile", Token), 3, 6);
    }

    [Fact]
    public async Task A_lookup_that_fails_is_retried()
    {
        var file = Folder.Write("a.txt");
        var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [file], Token)).Require();
        await Emulator.DownloadAsync([sent.FileId], Options(), Token);

        await Emulator.BreakAsync("object:HEAD", "status", 503, times: 2, Token);
        Assert.Single(await SkipAsync([file])).Require();
        Assert.Equal(2, await Emulator.CountFaultsAsync(Token));

        await Emulator.BreakAsync("object:HEAD", "status", 503, times: 2, Token);
        Assert.Null(Assert.Single(await Emulator.DownloadAsync([sent.FileId], Options() with { SkipExisting = true }, Token)).Require().Crc64);
        Assert.Equal(2, await Emulator.CountFaultsAsync(Token));
    }

    [Fact]
    public async Task A_slow_ticket_delays_only_its_own_file()
    {
        var files = Enumerable.Range(10, 40).Select(i => Folder.Write($"{i}.txt")).ToList();
        await Emulator.BreakAsync("tcb/uploadfile", "delay", 1000, times: 1, Token);
        var sent = await Emulator.UploadAsync(new(new()), files, Token);
        Assert.Equal(files, sent.Select(static outcome => outcome.Require().LocalPath!).Order());
        Assert.InRange(files.IndexOf(sent[^1].Item), 0, TransferQueue.DefaultThrottleLimit - 1);
    }

    [Fact]
    public async Task A_lookup_with_an_expired_link_gets_a_new_one()
    {
        var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [Folder.Write("a.txt", "one")], Token)).Require();
        var fileId = FileId.Parse(sent.FileId);
        var links = await Engine.Storage.GetLinksAsync("local-env", [fileId], LinkSource.LifetimeSeconds, Token);
        await Emulator.PostAsync("clock", new { advanceSeconds = LinkSource.LifetimeSeconds + 60 }, Token);
        var lookup = new ObjectLookup(Engine.Storage, Engine.Objects, new(new AcceleratedTime()), TimeProvider.System);
        Assert.Equal(3, (await lookup.FindAsync(new StoredLink(fileId, links[0].Require()), Token))?.Length);
    }

    [Fact]
    public async Task A_destination_that_cannot_be_written_is_an_error_that_names_it()
    {
        var sent = Assert.Single(await Emulator.UploadAsync(new(new() { Prefix = "x" }), [Folder.Write("a.txt")], Token)).Require();
        var blocked = Folder.Write("blocked");
        var outcome = Assert.Single(await Emulator.DownloadAsync([sent.FileId], Options() with { Destination = blocked }, Token));
        Assert.Equal("WxCloud.Target.Unwritable", outcome.Error?.ErrorId);
        Assert.Contains(blocked, outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_leaves_no_file()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm") && Environment.UserName == "root", "Needs a small disk: a tmpfs that only root can mount.");
        var disk = Directory.CreateDirectory(Folder.At("disk")).FullName;
        Assert.SkipUnless(await Programs.RunAsync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], Token) is { ExitCode: 0 }, "A tmpfs cannot be mounted here.");
        try
        {
            var sent = Assert.Single(await Emulator.UploadAsync(new(new()), [Folder.WriteRandom("big.bin", 3_000_000)], Token)).Require();
            var outcome = Assert.Single(await Emulator.DownloadAsync([sent.FileId], Options() with { Destination = disk }, Token));
            Assert.Equal("WxCloud.Target.DiskFull", outcome.Error?.ErrorId);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            await Programs.RunAsync("umount", [disk], CancellationToken.None);
        }
    }

    private DownloadOptions Options() => new() { EnvironmentId = "local-env", Destination = Folder.At("down") };

    private async Task<IReadOnlyList<Outcome<string, WxCloudFile>>> SkipAsync(IEnumerable<string> files) =>
        await Engine.Uploader
            .SendAsync(files.SelectMany(new UploadPlan(new()).Expand).ToAsyncEnumerable(), new() { EnvironmentId = "local-env", SkipExisting = true }, meter: null, Token)
            .ToListAsync(Token);
}
