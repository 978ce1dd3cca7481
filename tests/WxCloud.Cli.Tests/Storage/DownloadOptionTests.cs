using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary>Each option of <c>wxcloud download</c>, by the files that it leaves.</summary>
public sealed class DownloadOptionTests : CommandLineTest
{
    [Fact]
    public async Task Destination_is_the_folder_and_the_current_folder_without_it()
    {
        var fileId = await StoreAsync("a/b.txt", "text");
        await SucceedAsync("download", fileId, "--destination", "there");
        Assert.Equal("text", await File.ReadAllTextAsync(Folder.At("there/a/b.txt"), Token));
        Assert.False(Directory.Exists(Folder.At("a")));
        await SucceedAsync("download", fileId);
        Assert.Equal("text", await File.ReadAllTextAsync(Folder.At("a/b.txt"), Token));
    }

    [Fact]
    public async Task Out_file_is_the_file()
    {
        await SucceedAsync("download", await StoreAsync("a/b.txt", "text"), "--out-file", "c.txt");
        Assert.Equal("text", await File.ReadAllTextAsync(Folder.At("c.txt"), Token));
        Assert.False(Directory.Exists(Folder.At("a")));
    }

    [Fact]
    public async Task Flatten_leaves_out_the_folders()
    {
        await SucceedAsync("download", await StoreAsync("a/b.txt", "text"), "--destination", "there", "--flatten");
        Assert.Equal("text", await File.ReadAllTextAsync(Folder.At("there/b.txt"), Token));
    }

    [Fact]
    public async Task Force_replaces_a_file_and_without_it_the_file_stays()
    {
        var fileId = await StoreAsync("a.txt", "new");
        Folder.Write("a.txt", "old text");
        var without = await RunAsync("download", fileId);
        Assert.Equal(1, without.ExitCode);
        Assert.Equal("old text", await File.ReadAllTextAsync(Folder.At("a.txt"), Token));
        await SucceedAsync("download", fileId, "--force");
        Assert.Equal("new", await File.ReadAllTextAsync(Folder.At("a.txt"), Token));
    }

    [Fact]
    public async Task Skip_existing_leaves_a_file_of_the_same_length_and_without_it_that_is_an_error()
    {
        var fileId = await StoreAsync("a.txt", "12345");
        Folder.Write("a.txt", "54321");
        Assert.Equal(1, (await RunAsync("download", fileId)).ExitCode);
        await SucceedAsync("download", fileId, "--skip-existing");
        Assert.Equal("54321", await File.ReadAllTextAsync(Folder.At("a.txt"), Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_resume_keeps_nothing_of_an_interrupted_download_and_without_it_the_next_one_continues(bool noResume)
    {
        Signals.SkipWhereIgnored(Signals.Terminate);
        Folder.WriteRandom("big.bin", 3_000_000);
        await SucceedAsync("upload", "big.bin");
        await Emulator.BreakAsync("object:GET", "stall", 2_000_000, times: 1, Token);
        string[] download = ["download", CloudEmulator.FileId("big.bin"), "--destination", "there", "--json"];
        string[] arguments = noResume ? [.. download, "--no-resume"] : download;

        var interrupting = Task.CompletedTask;
        var first = await Program.RunAsync(arguments, onStarted: process => interrupting = InterruptAsync(process, afterBytes: 1_000_000));
        await interrupting;
        Assert.Equal(130, first.ExitCode);
        Assert.Equal(noResume, !Directory.Exists(Folder.At("there")) || !Directory.EnumerateFiles(Folder.At("there")).Any());

        var second = await SucceedAsync(download);
        Assert.Contains(noResume ? "\"resumed\":false" : "\"resumed\":true", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttle_limit_bounds_the_requests_in_flight()
    {
        for (var i = 0; i < 12; i++)
        {
            Folder.Write($"many/{i}.txt");
        }

        var stored = await SucceedAsync("upload", "many", "--recurse", "--throttle-limit", "1", "--json");
        await Emulator.BreakAsync("object:GET", "delay", 300, times: null, Token);
        Assert.Equal(0, (await RunAsync(["download", "-", "--destination", "one", "--throttle-limit", "1"], stored.Output)).ExitCode);
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 1, 2);
        Assert.Equal(0, (await RunAsync(["download", "-", "--destination", "six", "--throttle-limit", "6"], stored.Output)).ExitCode);
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 4, 12);
    }

    private async Task InterruptAsync(Process process, long afterBytes)
    {
        while (!process.HasExited && !(Directory.Exists(Folder.At("there")) && new DirectoryInfo(Folder.At("there")).EnumerateFiles().Any(file => file.Length >= afterBytes)))
        {
            await Task.Delay(20, Token);
        }

        await Signals.SendAsync(process, Signals.Terminate);
    }
}
