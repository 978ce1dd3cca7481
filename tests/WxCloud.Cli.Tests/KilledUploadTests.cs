using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

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

    private static async Task KillAsync(Process process, CloudEmulator emulator)
    {
        while (await emulator.CountAsync("object:POST", Token) < Files / 3)
        {
            await Task.Delay(5, Token);
        }

        process.Kill();
    }
}
