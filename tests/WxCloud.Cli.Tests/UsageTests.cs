using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>What a value is named never changes what a command does, and wrong usage does nothing.</summary>
public sealed class UsageTests : CommandLineTest
{
    [Fact]
    public async Task No_argument_is_read_as_a_response_file()
    {
        Folder.Write("@a", "text");
        Folder.Write("a", "--endpoint\nhttp://127.0.0.1:1/\n");
        await SucceedAsync("upload", "@a", "--prefix", "@types");
        await SucceedAsync("upload", "@a", "--cloud-path", "@2x.png");
        await SucceedAsync("url", CloudEmulator.FileId("@types/@a"), CloudEmulator.FileId("@2x.png"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("upload")]
    [InlineData("[suggest]")]
    public async Task A_file_may_have_the_name_of_a_value_or_a_command(string name)
    {
        Folder.Write(name);
        await SucceedAsync("upload", "--recurse", name);
        await SucceedAsync("url", CloudEmulator.FileId(name));
    }

    [Theory]
    [InlineData("-x.txt")]
    [InlineData("--json")]
    [InlineData("--help")]
    [InlineData("--prefix=p")]
    public async Task Two_hyphens_end_the_options(string name)
    {
        Folder.Write(name);
        var run = await SucceedAsync("upload", "--", name);
        Assert.Contains(CloudEmulator.FileId(name), run.Output, StringComparison.Ordinal);
        var without = await RunAsync("upload", name, "--", "a.txt");
        Assert.DoesNotContain(CloudEmulator.FileId(name), without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_names_with_a_hyphen_are_options()
    {
        var names = All(CommandLine.Create()).SelectMany(static command => command.Options).SelectMany(static option => option.Aliases.Append(option.Name)).ToList();
        Assert.Superset(new HashSet<string> { "--json", "--collection", "--id" }, names.ToHashSet());
        Assert.All(names, static name => Assert.StartsWith("-", name, StringComparison.Ordinal));

        static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command command) => command.Subcommands.SelectMany(All).Append(command);
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("nonsense")]
    [InlineData("upload", "x", "--no-such-option")]
    [InlineData("upload", "-x")]
    [InlineData("upload", "-")]
    [InlineData("upload", "x", "--recurse=false")]
    [InlineData("upload", "x", "--relative-to", "")]
    [InlineData("upload", "x", "--cloud-path", "")]
    [InlineData("upload", "x", "--content-type", "")]
    [InlineData("upload", "x", "--env", "")]
    [InlineData("upload", "x", "--token-mode", "1")]
    [InlineData("upload", "x", "--timeout", "0")]
    [InlineData("url", "cloud://a.b/c", "--max-age", "0")]
    [InlineData("url", "cloud://a.b/c", "--max-age", "soon")]
    [InlineData("url", "cloud://a.b/c", "--max-age", "1.500")]
    [InlineData("download", "x", "--throttle-limit", "0")]
    [InlineData("download", "x", "--throttle-limit", "257")]
    [InlineData("download", "x", "--out-file", "")]
    [InlineData("download", "x", "--destination", "")]
    [InlineData("download", "x", "--out-file", "new/")]
    [InlineData("download", "x", "--out-file", "f", "--destination", "new")]
    [InlineData("download", "x", "y", "--out-file", "f")]
    [InlineData("emulator", "--port", "70000")]
    [InlineData("emulator", "--in-memory", "--data-path", "x")]
    [InlineData("emulator", "--data-path", "")]
    [InlineData("emulator", "--address", "localhost")]
    [InlineData("emulator", "--base-path", "")]
    [InlineData("emulator", "--in-memory", "--environment", "X")]
    public async Task Wrong_usage_exits_with_2_and_does_nothing(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("wxcloud: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Emulator.CountAsync("cgi-bin/stable_token", Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Theory]
    [InlineData("nonsense", "There is no command nonsense.")]
    [InlineData("--nonsense", "Unknown option --nonsense. For a value of that name write it after --.")]
    public async Task An_unknown_command_is_one_line_and_the_hint(string argument, string message)
    {
        var run = await RunAsync(argument, "a.txt");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal([$"wxcloud: {message}", "Try: wxcloud --help"], run.Error.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_unreachable_service_exits_with_3_for_every_command()
    {
        Folder.Write("a.txt");
        string[][] commands = [["upload", "a.txt"], ["download", CloudEmulator.FileId("a")], ["url", CloudEmulator.FileId("a")], ["delete", CloudEmulator.FileId("a")], ["token"]];
        Assert.All(await Task.WhenAll(commands.Select(command => RunAsync([.. command, "--endpoint", "http://127.0.0.1:1/"]))), static run => Assert.Equal(3, run.ExitCode));
    }

    [Theory]
    [InlineData("en_US.UTF-8", "does not exist", "Unknown option", "Uploads local files", "error: ")]
    [InlineData("zh_CN.UTF-8", "不存在", "未知选项", "上传", "错误：")]
    public async Task Messages_and_help_follow_the_language(string language, string missing, string unknown, string help, string label)
    {
        Dictionary<string, string?> environment = new() { ["LANG"] = language };
        var failed = await RunAsync(["upload", "missing.txt"], environment: environment);
        Assert.StartsWith(label, failed.Error, StringComparison.Ordinal);
        Assert.Contains("missing.txt", failed.Error, StringComparison.Ordinal);
        Assert.Contains(missing, failed.Error, StringComparison.Ordinal);
        Assert.Contains(unknown, (await RunAsync(["upload", "a", "--nope"], environment: environment)).Error, StringComparison.Ordinal);
        Assert.Contains(help, (await RunAsync(["--help"], environment: environment)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_with_a_data_path_keeps_its_data_there_and_in_memory_keeps_none()
    {
        Signals.SkipWhereIgnored(Signals.Terminate);
        await RunEmulatorAsync("--data-path", "kept");
        Assert.True(Directory.Exists(Folder.At("kept")));
        await RunEmulatorAsync("--in-memory");
        Assert.Equal([Folder.At("kept")], Directory.EnumerateFileSystemEntries(Folder.Path));
        await RunEmulatorAsync();
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(Folder.Path).Count());
    }

    [Fact]
    public async Task An_emulator_listens_on_its_port()
    {
        Signals.SkipWhereIgnored(Signals.Terminate);
        var taken = Emulator.Endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var run = await RunAsync("emulator", "--in-memory", "--port", taken);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(taken, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(":9380/", await RunEmulatorAsync("--in-memory"), StringComparison.Ordinal);
    }

    private async Task<string> RunEmulatorAsync(params string[] options) =>
        (await Program.RunAsync(["emulator", "--port", "0", .. options], onOutputLine: static process => _ = Signals.SendAsync(process, Signals.Terminate))).Output;
}
