using System;
using System.IO;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Display;

/// <summary>Terminals, made by util-linux's script(1).</summary>
public sealed class NarrowTerminalTests : CommandLineTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    public async Task A_fileID_is_one_unbroken_line_and_the_command_ends(int columns)
    {
        // Large and slow enough for its own bar.
        using (var file = File.Create(Folder.At("a-name-that-is-longer-than-the-terminal-is-wide.txt")))
        {
            file.SetLength(40 * 1024 * 1024);
        }

        await Emulator.BreakAsync("object:POST", "delay", 1000, times: null, Token);

        var output = await RunAsync(columns, "upload a-name*.txt");
        Assert.Contains(CloudEmulator.FileId("a-name-that-is-longer-than-the-terminal-is-wide.txt"), output, StringComparison.Ordinal);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bar_stays_while_small_files_are_sent()
    {
        for (var number = 1; number <= 4; number++)
        {
            await File.WriteAllTextAsync(Folder.At($"small-{number}.txt"), "text", Token);
        }

        // All bytes of a small file are sent long before the storage answers.
        await Emulator.BreakAsync("object:POST", "delay", 1000, times: null, Token);

        var output = await RunAsync(80, "upload small-*.txt --throttle-limit 1");
        Assert.Contains("1 files", output, StringComparison.Ordinal);
        Assert.Contains("3/4 files", output, StringComparison.Ordinal);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Help_ends_in_any_width(int columns)
    {
        var output = await RunAsync(columns, "upload --help");
        Assert.Contains("--relative-to", output, StringComparison.Ordinal);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export", "things out.json")]
    [InlineData("import", "things in.json")]
    public async Task An_import_or_export_shows_the_state_of_its_job(string command, string arguments)
    {
        await RunAsync("db", "collections", "--add", "things");
        await File.WriteAllTextAsync(Folder.At("in.json"), "{\"_id\":\"a\"}\n{\"_id\":\"b\"}", Token);
        Assert.Equal(0, (await RunAsync("db", "add", "things", "{}", "{}", "{}")).ExitCode);

        // The job is over at the first look, so what comes after it takes its time.
        await Emulator.BreakAsync(command == "import" ? "tcb/batchdeletefile" : "tcb/uploadfile", "delay", 1000, times: null, Token);
        var output = await RunAsync(80, $"db {command} {arguments}");

        Assert.Contains(command == "import" ? "2 documents, 0 failed" : "3 documents, 0 failed", output.Split("job ")[0], StringComparison.Ordinal);
        Assert.Contains("exit 0", output, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(int columns, string arguments) => Program.RunOnTerminalAsync(columns, arguments);
}
