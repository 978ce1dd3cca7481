using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Cli.Tests.Display;

/// <summary>Lists on standard input, streams that are closed or full, and Ctrl+C.</summary>
public sealed class StreamTests : CommandLineTest
{
    [Fact]
    public async Task Delete_removes_the_named_file_and_not_one_without_the_trailing_blank()
    {
        await StoreAsync("keep.txt");
        var run = await RunAsync(["delete", "-"], CloudEmulator.FileId("keep.txt ") + "\n" + CloudEmulator.FileId("keep.txt\u3000") + "\r\n");
        Assert.Equal(1, run.ExitCode);
        await SucceedAsync("url", CloudEmulator.FileId("keep.txt"));
    }

    [Theory]
    [InlineData("url")]
    [InlineData("delete")]
    [InlineData("download")]
    public async Task A_line_without_a_fileID_is_one_error_and_the_other_lines_are_processed(string command)
    {
        string[] names = ["a.txt", "b.txt", "c.txt", "d.txt"];
        var ids = new List<string>();
        foreach (var name in names)
        {
            ids.Add(await StoreAsync(name));
        }

        var list = $$"""
            {{ids[0]}}
            {"fileId":5}
            {"fileId":"{{ids[1]}}"}
            {"half":"\ud800","fileId":"\ud800"}
            {"FileId":"{{ids[2]}}"}
            rubbish{{'\u001b'}}[31m
            {"fileID":"{{ids[3]}}"}

            """;
        var run = await RunAsync([command, "-", "--json"], list);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(ids, Values(run.Output, "fileId"));
        Assert.Equal(["rubbish\\u001B[31m", "{\"fileId\":5}", "{\"half\":\"\\ud800\",\"fileId\":\"\\ud800\"}"], Values(run.Error, "item"));
        Assert.Equal(3, Values(run.Error, "errorId").Count(static id => id == "WxCloud.Input.LineUnreadable"));
    }

    [Theory]
    [InlineData("printf text | \"$@\" upload /dev/stdin", "/dev/stdin: ")]
    [InlineData("mkfifo pipe; printf text >pipe & \"$@\" upload pipe; code=$?; kill $!; exit $code", "pipe: ")]
    [InlineData("printf text | { exec 4<&0; \"$@\" upload /dev/fd/4; }", "/dev/fd/4: ")]
    public async Task A_pipe_given_by_name_is_refused_with_advice_and_nothing_is_read(string script, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        var run = await Program.RunInShellAsync(script);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains($"error: {message}This is a pipe, device or socket, not an ordinary file.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Write the content to an ordinary file", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Emulator.CountAsync("tcb/uploadfile", Token));
    }

    [Fact]
    public async Task Standard_input_redirected_from_a_file_is_that_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        Folder.Write("a.txt", "text");
        var run = await Program.RunInShellAsync("\"$@\" upload /dev/stdin --cloud-path b.txt <a.txt");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, await Emulator.CountAsync("object:POST", Token));
    }

    [Fact]
    public async Task Results_of_upload_are_a_list_for_the_next_command()
    {
        Folder.Write("site/名 字.txt");
        Folder.Write("site/b.txt");
        var up = await SucceedAsync("upload", "site", "--recurse", "--json");
        var deleted = await RunAsync(["delete", "-", "--json"], up.Output);
        Assert.Equal((0, ""), (deleted.ExitCode, deleted.Error));
        Assert.Equal(Values(up.Output, "fileId"), Values(deleted.Output, "fileId"));
    }

    [Theory]
    [InlineData("url - <&-", 2, "closed")]
    [InlineData("url - </", 2, "input")]
    [InlineData("upload a.txt >/dev/full", 1, "output")]
    [InlineData("upload a.txt --json >/dev/full", 1, "WxCloud.Output.Unavailable")]
    [InlineData("upload a.txt >&-", 1, "closed")]
    [InlineData("upload a.txt --json >&-", 1, "closed")]
    [InlineData("upload missing.txt 2>/dev/full", 1, "")]
    [InlineData("upload missing.txt 2>&-", 1, "")]
    [InlineData("upload a.txt --debug 2>/dev/full", 0, "")]
    [InlineData("upload missing.txt --json >/dev/full 2>/dev/full", 1, "")]
    [InlineData("nonsense 2>/dev/full", 2, "")]
    [InlineData("--help >/dev/full", 1, "output")]
    [InlineData("token --as-plain-text >/dev/full", 1, "output")]
    [InlineData("emulator --in-memory --port 0 >/dev/full", 1, "output")]
    public async Task Closed_and_full_streams_end_with_a_clear_error(string arguments, int exitCode, string message)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        Folder.Write("a.txt");
        var run = await Program.RunInShellAsync($"\"$@\" {arguments}");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("report", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at WxCloud", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_pipe_ends_the_command()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        for (var i = 0; i < 300; i++)
        {
            Folder.Write($"many/{i}.txt");
        }

        var run = await Program.RunInShellAsync("{ \"$@\" upload many --recurse --throttle-limit 1; echo exit $? >&2; } | head -n 1");
        Assert.Contains("exit 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("closed", run.Error, StringComparison.Ordinal);
        Assert.InRange(await Emulator.CountAsync("object:POST", Token), 1, 299);
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task Waiting_for_standard_input_stops_at_once(string signal)
    {
        Signals.SkipWhereIgnored(signal);

        // The list never ends, and its first lines show that the command is waiting for more.
        var clock = new Stopwatch();
        var signalling = Task.CompletedTask;
        var run = await Program.RunAsync(
            ["url", "-", "--json"],
            keepInputOpen: true,
            input: "rubbish\n",
            onErrorLine: process =>
            {
                clock.Start();
                signalling = Signals.SendAsync(process, signal);
            });
        await signalling;
        Assert.Equal(130, run.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Fact]
    public async Task Open_shows_the_emulators_console_in_the_browser()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A program cannot stand in for the browser there.");
        var opened = Path.Combine(Folder.Path, "opened");
        foreach (var name in new[] { "xdg-open", "open" })
        {
            var program = Folder.Write(name, $"#!/bin/sh\necho \"$1\" > '{opened}.new' && mv '{opened}.new' '{opened}'\nkill -TERM $PPID\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var run = await Program.RunAsync(
            ["emulator", "--in-memory", "--port", "0", "--open"],
            environment: new Dictionary<string, string?> { ["PATH"] = $"{Folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var address = (await File.ReadAllTextAsync(opened, Token)).Trim();
        Assert.Contains($"The console, for a browser: {address}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task The_emulator_stops_with_0_and_prints_no_error(string signal)
    {
        Signals.SkipWhereIgnored(signal);
        var run = await Program.RunAsync(["emulator", "--in-memory", "--port", "0"], onOutputLine: process => _ = Signals.SendAsync(process, signal));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
