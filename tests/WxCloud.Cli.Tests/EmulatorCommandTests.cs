using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary><c>wxcloud emulator</c> with the cloud functions of a project.</summary>
public sealed class EmulatorCommandTests : CommandLineTest
{
    private static readonly string s_path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;

    [Theory]
    [InlineData("--verbose", true)]
    [InlineData("", false)]
    public async Task Functions_of_a_folder_are_called_and_their_output_is_shown_with_verbose(string option, bool isShown)
    {
        SkipWithoutNode();
        Folder.Write("functions/hello/index.js", "exports.main = event => { console.log('said ' + event.n); return { twice: event.n * 2 }; };");
        Folder.Write("functions/hello/config.json", "{\"timeout\":60}");

        var run = await RunAsync($"--functions functions {option}", "invoke hello '{\"n\":21}'");

        Assert.Contains("{\"twice\":42}", run.Output, StringComparison.Ordinal);
        Assert.Equal(isShown, run.Output.Contains("said 21", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_named_and_the_emulator_keeps_running()
    {
        Folder.Write("functions/hello/index.js", "exports.main = () => 1;");

        var run = await RunAsync("--functions functions --node ./no-node", "invoke hello; \"$@\" db collections --add after");

        Assert.Contains("no-node", run.Error, StringComparison.Ordinal);
        Assert.Contains("after", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Starts an emulator, runs a command against it, and stops it.</summary>
    private async Task<CommandLineRun> RunAsync(string options, string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        return await Program.RunInShellAsync($$"""
            "$@" emulator --port 0 --in-memory {{options}} > listening &
            until grep -q 'http:' listening; do sleep 0.1; kill -0 $! || exit 1; done
            export WXCLOUD_ENDPOINT=$(grep -o 'http://[0-9.:]*' listening | head -n 1)
            "$@" {{command}}
            kill -TERM $!
            wait $!
            cat listening
            """);
    }

    private static void SkipWithoutNode() =>
        Assert.SkipUnless(s_path.Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "node"))), "Node is not installed.");
}
