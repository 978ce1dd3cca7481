using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Connection;

/// <summary>A short form of benchmarks/WxCloud.TokenTrial: real processes on one AppID.</summary>
public sealed class SharedAppIdTests
{
    private const int Processes = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WxTokenMode.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, "cgi-bin/token")]
    public async Task Jobs_on_one_AppID_request_one_token_per_lifetime_and_see_no_token_error(WxTokenMode mode, string route)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await CloudEmulator.StartAsync(Token);
        var program = new CommandLineProgram(emulator.Endpoint, folder.Path);
        folder.Write("a.txt");
        for (var lifetimes = 0; lifetimes < 2; lifetimes++)
        {
            var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(i =>
                program.RunAsync("upload", "a.txt", "--cloud-path", $"{i}.txt", "--token-mode", mode.ToString())));
            Assert.All(runs, static run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
            Assert.Equal(lifetimes + 1, await emulator.CountAsync(route, Token));
            await emulator.PostAsync("clock", new { advanceSeconds = 7201 }, Token);
        }
    }
}
