using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

public sealed class KilledUploadTests
{
    private const int Files = 60;
    private const int AtOnce = 4;

    private static readonly string[] s_upload = ["upload", "site", "--recurse", "--skip-existing", "--throttle-limit", "4", "--json"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_upload_continues_without_sending_files_twice()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await CloudEmulator.StartAsync(Token);
        await emulator.BreakAsync("object:POST", "delay", 50, times: null, Token);
        for (var i = 0; i < Files; i++)
        {
            folder.Write($"site/{i}.txt");
        }

        var program = new CommandLineProgram(emulator.Endpoint, folder.Path);
        var killing = Task.CompletedTask;
        var killed = await program.RunAsync(s_upload, onStarted: process => killing = KillAsync(process, emulator));
        await killing;
        Assert.NotEqual(0, killed.ExitCode);
        Assert.InRange(await emulator.CountAsync("object:POST", Token), Files / 3, Files - AtOnce);

        var second = await program.RunAsync(s_upload);
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
        Assert.Equal(Files, second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.InRange(await emulator.CountAsync("object:POST", Token), Files, Files + AtOnce);
    }

    [Fact]
    public async Task A_killed_upload_of_a_large_file_continues_from_the_parts_that_the_bucket_has()
    {
        const int Parts = 9;
        using var folder = new TemporaryFolder();
        await using var emulator = await CloudEmulator.StartAsync(Token);
        await emulator.BreakAsync("object:PART", "delay", 50, times: null, Token);
        WriteParts(folder.At("big.bin"), Parts);
        var keys = new Dictionary<string, string?> { ["WXCLOUD_COS_SECRETID"] = "emulator-secret-id", ["WXCLOUD_COS_SECRETKEY"] = "emulator-secret-key" };

        // The silence of a busy machine is no failure here.
        string[] upload = ["upload", "big.bin", "--verify", "--timeout", "3600", "--json"];
        var program = new CommandLineProgram(emulator.Endpoint, folder.Path);
        var killing = Task.CompletedTask;
        var killed = await program.RunAsync(upload, environment: keys, onStarted: process => killing = KillAsync(process, emulator, "object:PART", AtOnce + 1));
        await killing;
        Assert.NotEqual(0, killed.ExitCode);
        var before = await emulator.CountAsync("object:PART", Token);
        Assert.InRange(before, AtOnce + 1, Parts);

        var second = await program.RunAsync(upload, environment: keys);
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
        // What was on its way is sent again, what had arrived is not.
        Assert.InRange(await emulator.CountAsync("object:PART", Token), Parts, Parts + AtOnce);
        Assert.Equal(0, (await program.RunAsync(["download", CloudEmulator.FileId("big.bin"), "--destination", "back"], environment: keys)).ExitCode);
        Assert.Equal(await HashAsync(folder.At("big.bin")), await HashAsync(folder.At("back/big.bin")));
    }

    private static void WriteParts(string path, int count)
    {
        using var file = File.Create(path);
        for (var part = 0; part < count; part++)
        {
            file.Position = part * 8L * 1024 * 1024;
            file.WriteByte((byte)(part + 1));
        }

        file.SetLength(count * 8L * 1024 * 1024);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, Token));
    }

    private static async Task KillAsync(Process process, CloudEmulator emulator, string route = "object:POST", int count = Files / 3)
    {
        while (await emulator.CountAsync(route, Token) < count)
        {
            await Task.Delay(5, Token);
        }

        process.Kill();
    }
}
