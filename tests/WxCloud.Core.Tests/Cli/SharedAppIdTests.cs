using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Cli;

/// <summary>The trial of benchmarks/WxCloud.TokenTrial in short: real processes on one AppID.</summary>
public sealed class SharedAppIdTests
{
    private const int Processes = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WxTokenMode.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, "cgi-bin/token")]
    public async Task Many_jobs_at_once_meet_no_token_error_and_ask_once_per_lapse(WxTokenMode mode, string route)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await RunningEmulator.StartAsync(Token);
        var program = new CommandLineProgram(emulator.Endpoint, folder.Path);
        folder.Write("a.txt");
        for (var lapses = 0; lapses < 2; lapses++)
        {
            var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(i =>
                program.RunAsync(["upload", "a.txt", "--cloud-path", $"{i}.txt", "--token-mode", mode.ToString()], Token)));
            Assert.All(runs, static run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
            Assert.Equal(lapses + 1, await emulator.CountAsync(route, Token));
            await emulator.PostAsync("clock", new { advanceSeconds = 7201 }, Token);
        }
    }
}
