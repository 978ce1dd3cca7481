using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Display;

/// <summary>What the commands of whole environments show on a terminal while they run.</summary>
public sealed class TerminalProgressTests : CommandLineTest
{
    /// <summary>Longer than several updates of the display.</summary>
    private const int DelayMilliseconds = 2000;

    private const int Columns = 80;

    [Theory]
    [InlineData("backup saved", "object:GET", @"\d files[^\r\n]*(━|---)")]
    [InlineData("backup saved >results", "object:GET", @"\d files[^\r\n]*(━|---)")]
    [InlineData("backup saved --json >results", "object:GET", @"\d files[^\r\n]*(━|---)")]
    [InlineData("backup saved </dev/null", "object:GET", @"\d files[^\r\n]*(━|---)")]
    [InlineData("restore earlier", "object:POST", @"\d files[^\r\n]*(━|---)")]
    [InlineData("bench --length 10 --count 1", "object:GET", @"\d files[^\r\n]*(━|---)")]
    [InlineData("orphans", "tcb/databasequery", "1 files listed, 0 documents read, now things")]
    public async Task Counts_are_shown_while_it_runs(string arguments, string route, string expected)
    {
        await PrepareAsync();
        if (arguments.StartsWith("restore", StringComparison.Ordinal))
        {
            await SucceedAsync("backup", "earlier");
            await SucceedAsync("delete", CloudEmulator.FileId("a.txt"));
        }

        await Emulator.BreakAsync(route, "delay", DelayMilliseconds, times: null, Token);
        var output = await Program.RunOnTerminalAsync(Columns, arguments);
        Assert.Matches(expected, output);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Du_shows_how_many_files_it_has_seen()
    {
        // The second page of the listing takes its time.
        foreach (var number in Enumerable.Range(1, 1001))
        {
            Folder.Write($"many/{number}", "");
        }

        await SucceedAsync("upload", "many", "--recurse", "--throttle-limit", "32");
        await Emulator.BreakAsync("object:LIST", "delay", DelayMilliseconds, times: null, Token);
        var output = await Program.RunOnTerminalAsync(Columns, "du");
        Assert.Contains("1000 files listed", output, StringComparison.Ordinal);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup saved --json", "object:GET")]
    [InlineData("backup saved 2>errors", "object:GET")]
    [InlineData("backup saved >results 2>errors", "object:GET")]
    [InlineData("du --json", "object:LIST")]
    [InlineData("du 2>errors", "object:LIST")]
    public async Task Nothing_is_shown_for_programs_and_without_a_terminal_for_errors(string arguments, string route)
    {
        await PrepareAsync();
        await Emulator.BreakAsync(route, "delay", DelayMilliseconds, times: null, Token);
        var output = await Program.RunOnTerminalAsync(Columns, arguments);
        Assert.DoesNotMatch(new Regex(@"\d/\d files|files listed|waiting"), output);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    private async Task PrepareAsync()
    {
        await StoreAsync("a.txt");
        await SucceedAsync("db", "collections", "--add", "things");
        await SucceedAsync("db", "add", "things", "{\"_id\":\"1\"}");
    }
}
