#pragma warning disable CA1416 // Tests of Unix modes are skipped on Windows.
using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Download;

/// <summary>Existing entries at the target of a download, and what is kept of them.</summary>
public sealed class DownloadTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServedObject _object = new("the new content"u8.ToArray());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0x180)]
    [InlineData(0x1ED)]
    [InlineData(0x124)]
    public async Task A_file_that_is_replaced_keeps_its_permissions(int mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none.");
        var path = _folder.Write("a.bin", "old");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        await ReceiveAsync(path, force: true);
        Assert.Equal(("the new content", (UnixFileMode)mode), (await File.ReadAllTextAsync(path, Token), File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task A_file_that_is_replaced_keeps_its_attributes()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has them.");
        var path = _folder.Write("a.bin", "old");
        File.SetAttributes(path, FileAttributes.Hidden);
        await ReceiveAsync(path, force: true);
        Assert.True(File.GetAttributes(path).HasFlag(FileAttributes.Hidden));
    }

    [Fact]
    public async Task The_partial_file_is_no_more_readable_than_the_file_that_it_replaces()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var path = _folder.Write("a.bin", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        UnixFileMode? during = null;
        await using var cloud = new ScriptedCloud(request =>
        {
            during = File.GetUnixFileMode(Directory.GetFiles(_folder.Path, ".*.wxpart").Single());
            return _object.Serve(request);
        });
        Assert.Null((await cloud.DownloadAsync(Options(path, force: true), Token)).Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, during);
    }

    [Fact]
    public async Task A_download_by_root_leaves_the_file_to_its_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can give files away.");
        var path = _folder.Write("a.bin", "old");
        Assert.Equal(0, (await Programs.RunAsync("chown", ["65534:65534", path], Token)).ExitCode);
        await ReceiveAsync(path, force: true);
        Assert.Equal("65534:65534", (await Programs.RunAsync("stat", ["-c", "%u:%g", path], Token)).Output.Trim());
    }

    [Fact]
    public async Task A_link_is_followed_and_stays_a_link()
    {
        var path = _folder.Write("real/a.bin", "old");
        var link = Link("link.bin", path);
        await ReceiveAsync(link, force: true);
        Assert.Equal("the new content", await File.ReadAllTextAsync(path, Token));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal([path], Directory.GetFiles(_folder.At("real"), "*", All));
    }

    [Fact]
    public async Task A_dangling_link_is_not_replaced_without_force()
    {
        var link = Link("link.bin", _folder.At("none.bin"));
        await using var cloud = new ScriptedCloud(_object.Serve);
        Assert.Equal("WxCloud.Target.Exists", (await cloud.DownloadAsync(Options(link, force: false), Token)).Error?.ErrorId);
        await ReceiveAsync(link, force: true);
        Assert.Equal("the new content", await File.ReadAllTextAsync(_folder.At("none.bin"), Token));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Two_links_to_one_file_are_one_target()
    {
        _folder.Write("real.bin", "old");
        Link("a.bin", _folder.At("real.bin"));
        Link("b.bin", _folder.At("real.bin"));
        var plan = new DownloadPlan(new() { EnvironmentId = "env", Destination = _folder.Path, Force = true });
        Assert.Null(plan.Plan(ScriptedCloud.FileIdOf("a.bin")).Error);
        Assert.Equal("WxCloud.Target.Duplicate", plan.Plan(ScriptedCloud.FileIdOf("b.bin")).Error?.ErrorId);
    }

    [Fact]
    public async Task Devices_and_pipes_are_refused_as_targets_and_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in the file system.");
        Assert.Equal(0, (await Programs.RunAsync("mkfifo", [_folder.At("pipe")], Token)).ExitCode);
        foreach (var target in new[] { "/dev/null", _folder.At("pipe"), Link("link", "/dev/null") })
        {
            await using var cloud = new ScriptedCloud(_object.Serve);
            var outcome = await cloud.DownloadAsync(Options(target, force: true), Token);
            Assert.Equal("WxCloud.Target.NotOrdinary", outcome.Error?.ErrorId);
            Assert.Empty(cloud.ObjectRequests);
        }

        Assert.Equal(["link", "pipe"], Directory.GetFiles(_folder.Path, "*", All).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(".wxpart")]
    [InlineData(".wxresume")]
    public async Task A_link_with_the_name_of_the_partial_file_is_not_followed(string extension)
    {
        var path = _folder.Write("a.bin", "old");
        var partial = await PartialFileOfAsync(path);
        var served = new ServedObject(new byte[4 * 1024 * 1024]);
        await using var cloud = new ScriptedCloud(served.Serve);

        var victim = _folder.Write("victim", "precious");
        Link(Path.GetFileName(Path.ChangeExtension(partial, extension)), victim);
        Assert.Equal(served.Content.Length, (await cloud.DownloadAsync(Options(path, force: true), Token)).Require().Length);
        Assert.Equal("precious", await File.ReadAllTextAsync(victim, Token));
    }

    [Fact]
    public async Task A_small_file_is_never_visible_under_a_temporary_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has files without a name.");
        var names = new ConcurrentQueue<string?>();
        var arrived = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(_folder.Path);
        watcher.Created += (_, e) => Note(e.Name);
        watcher.Renamed += (_, e) => Note(e.OldName, e.Name);
        watcher.EnableRaisingEvents = true;

        var path = _folder.At("a.bin");
        await ReceiveAsync(path, force: false);
        await arrived.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(["a.bin"], names);
        Assert.Equal(File.GetUnixFileMode(_folder.Write("ordinary", "x")), File.GetUnixFileMode(path));

        void Note(params ReadOnlySpan<string?> noted)
        {
            foreach (var name in noted)
            {
                names.Enqueue(name);
            }

            if (names.Contains("a.bin"))
            {
                arrived.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task A_small_file_leaves_nothing_of_an_earlier_download()
    {
        var path = _folder.Write("a.bin", "old");
        var partial = await PartialFileOfAsync(path);
        File.Delete(path);
        await File.WriteAllTextAsync(partial, "left", Token);
        await ReceiveAsync(path, force: false);
        Assert.Equal([path], Directory.GetFiles(_folder.Path, "*", All));
    }

    [Fact]
    public async Task A_target_that_ends_with_a_separator_is_refused_and_no_folder_is_created()
    {
        await using var cloud = new ScriptedCloud(_object.Serve);
        var outcome = await cloud.DownloadAsync(Options(_folder.At("new") + Path.DirectorySeparatorChar, force: false), Token);
        Assert.Equal("WxCloud.Target.IsFolder", outcome.Error?.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Another_hard_link_of_the_target_keeps_the_old_content()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses ln.");
        var path = _folder.Write("a.bin", "old");
        Assert.Equal(0, (await Programs.RunAsync("ln", [path, _folder.At("other")], Token)).ExitCode);
        await ReceiveAsync(path, force: true);
        Assert.Equal(("the new content", "old"), (await File.ReadAllTextAsync(path, Token), await File.ReadAllTextAsync(_folder.At("other"), Token)));
    }

    [Fact]
    public async Task A_name_of_the_maximum_length_is_downloaded()
    {
        var name = new string('长', 85);
        await using var cloud = new ScriptedCloud(_object.Serve, path: name);
        var outcome = await cloud.DownloadAsync(_folder.Path, Token, ScriptedCloud.FileIdOf(name));
        Assert.Equal(_folder.At(name), outcome.Require().LocalPath);
    }

    [Theory]
    [InlineData("same length....", false, null)]
    [InlineData("same length....", true, null)]
    [InlineData("another", false, "WxCloud.Target.Differs")]
    [InlineData("another", true, null)]
    [InlineData("another, and longer than the new one", false, "WxCloud.Target.Differs")]
    public async Task SkipExisting_skips_the_same_length_and_replaces_another_only_with_force(string old, bool force, string? errorId)
    {
        var path = _folder.Write("a.bin", old);
        await using var cloud = new ScriptedCloud(_object.Serve);
        var outcome = await cloud.DownloadAsync(Options(path, force) with { SkipExisting = true }, Token);
        Assert.Equal(errorId, outcome.Error?.ErrorId);
        var isReplaced = old.Length != _object.Content.Length && force;
        Assert.Equal(isReplaced ? "the new content" : old, await File.ReadAllTextAsync(path, Token));
        Assert.Equal(isReplaced ? 1 : 0, cloud.ObjectRequests.Count(static request => request.Method == "GET"));
        if (errorId is not null)
        {
            Assert.Contains($"{old.Length}", outcome.Error!.Message, StringComparison.Ordinal);
            Assert.Contains("15", outcome.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_appears_during_a_download_is_replaced_with_force()
    {
        var path = _folder.At("a.bin");
        await using var cloud = new ScriptedCloud(request =>
        {
            File.WriteAllText(path, "another's");
            return _object.Serve(request);
        });
        Assert.Equal(path, (await cloud.DownloadAsync(Options(path, force: true), Token)).Require().LocalPath);
        Assert.Equal("the new content", await File.ReadAllTextAsync(path, Token));
        Assert.Equal([path], Directory.GetFiles(_folder.Path, "*", All));
    }

    [Fact]
    public async Task SkipExisting_compares_the_file_that_a_link_leads_to()
    {
        var path = Link("a.bin", _folder.Write("real", new string('x', _object.Content.Length)));
        await using var cloud = new ScriptedCloud(_object.Serve);
        Assert.Null((await cloud.DownloadAsync(Options(path, force: false) with { SkipExisting = true }, Token)).Error);
        Assert.DoesNotContain(cloud.ObjectRequests, static request => request.Method == "GET");
    }

    [Fact]
    public async Task SkipExisting_does_not_compare_the_length_of_a_compressed_body()
    {
        var path = _folder.Write("a.bin", "12345");
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("200 OK", "Content-Encoding: gzip\r\nETag: \"x\"\r\nContent-Length: 5", ""));
        var outcome = await cloud.DownloadAsync(Options(path, force: false) with { SkipExisting = true }, Token);
        Assert.Equal("WxCloud.Target.Differs", outcome.Error?.ErrorId);
    }

    [Fact]
    public async Task A_file_that_appears_during_a_download_is_not_replaced_without_force()
    {
        var path = _folder.At("a.bin");
        await using var cloud = new ScriptedCloud(request =>
        {
            File.WriteAllText(path, "another's");
            return _object.Serve(request);
        });
        var outcome = await cloud.DownloadAsync(Options(path, force: false) with { SkipExisting = true }, Token);
        Assert.Equal("WxCloud.Target.Exists", outcome.Error?.ErrorId);
        Assert.Equal("another's", await File.ReadAllTextAsync(path, Token));
    }

    private static EnumerationOptions All => new() { AttributesToSkip = FileAttributes.None };

    private static DownloadOptions Options(string outFile, bool force) => new() { EnvironmentId = "env", OutFile = outFile, Force = force };

    /// <summary>The partial file of a target that is there, whose place is taken before the first request.</summary>
    private async Task<string> PartialFileOfAsync(string path)
    {
        string? partial = null;
        await using var cloud = new ScriptedCloud(request =>
        {
            partial ??= Directory.GetFiles(_folder.Path, ".*.wxpart", All).Single();
            return _object.Serve(request);
        });
        Assert.Null((await cloud.DownloadAsync(Options(path, force: true), Token)).Error);
        return partial!;
    }

    private async Task ReceiveAsync(string path, bool force)
    {
        await using var cloud = new ScriptedCloud(_object.Serve);
        var outcome = await cloud.DownloadAsync(Options(path, force), Token);
        Assert.Equal(path, outcome.Require().LocalPath);
    }

    private string Link(string name, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        return File.CreateSymbolicLink(_folder.At(name), target).FullName;
    }
}
