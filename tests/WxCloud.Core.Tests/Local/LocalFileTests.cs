using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Local;
using Xunit;

namespace WxCloud.Core.Tests.Local;

/// <summary>Only ordinary files are sent, and only as they were when they were opened.</summary>
public sealed class LocalFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_does_not_change_passes()
    {
        using var file = LocalFile.Open(_folder.Write("a", "content"));
        await ReadAllAsync(file);
        await file.ThrowIfChangedAsync(Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_grows_is_noticed(bool isLinked)
    {
        var path = _folder.Write("a", "content");
        using var file = LocalFile.Open(isLinked ? Link("link", path) : path);
        var written = File.GetLastWriteTimeUtc(path);
        AppendUnshared(path, "more");
        File.SetLastWriteTimeUtc(path, written);
        await ReadAllAsync(file);
        await AssertChangedAsync(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_written_again_is_noticed(bool isLinked)
    {
        var path = _folder.Write("a", "content");
        using var file = LocalFile.Open(isLinked ? Link("link", path) : path);
        await ReadAllAsync(file);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        await AssertChangedAsync(file);
    }

    [Fact]
    public async Task A_file_that_another_one_replaces_is_noticed()
    {
        var path = _folder.Write("a", "content");
        using var file = LocalFile.Open(path);
        await ReadAllAsync(file);
        var other = _folder.Write("b", "CONTENT");
        File.SetLastWriteTimeUtc(other, DateTime.UnixEpoch);
        File.Move(other, path, overwrite: true);
        await AssertChangedAsync(file);
    }

    [Fact]
    public void A_file_that_the_system_generates_is_not_sent_as_an_empty_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        Assert.Equal("WxCloud.Local.NoLength", Assert.Throws<WxCloudException>(static () => LocalFile.Open("/proc/self/status")).ErrorId);
    }

    [Fact]
    public void An_empty_file_is_an_ordinary_one()
    {
        using var file = LocalFile.Open(_folder.Write("empty", ""));
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public async Task Pipes_devices_and_sockets_are_refused_without_opening_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in the file system.");
        Assert.Equal(0, (await Programs.RunAsync("mkfifo", [_folder.At("pipe")], Token)).ExitCode);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("socket")));
        foreach (var path in new[] { _folder.At("pipe"), _folder.At("socket"), "/dev/zero", Link("link", "/dev/null") })
        {
            // Opening a pipe would wait for its other end.
            var error = await Assert.ThrowsAsync<WxCloudException>(() => Task.Run(() => LocalFile.Open(path), Token).WaitAsync(TimeSpan.FromMinutes(1), Token));
            Assert.Equal(("WxCloud.Local.NotOrdinary", path), (error.ErrorId, error.Target));
        }
    }

    [Fact]
    public void What_cannot_be_reached_is_not_reported_as_missing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        foreach (var path in new[] { Link("circle", _folder.At("circle")), _folder.At(new string('x', 300)) })
        {
            Assert.Equal("WxCloud.Local.Unreadable", Assert.Throws<WxCloudException>(() => LocalFile.Open(path)).ErrorId);
        }

        Assert.Equal("WxCloud.Local.NotFound", Assert.Throws<WxCloudException>(() => LocalFile.Open(Link("dangling", _folder.At("none")))).ErrorId);
        Assert.Equal("WxCloud.Local.NotFound", Assert.Throws<WxCloudException>(() => LocalFile.Open(Path.Combine(_folder.Write("file"), "below"))).ErrorId);
    }

    private string Link(string name, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        return File.CreateSymbolicLink(_folder.At(name), target).FullName;
    }

    /// <summary>Writes as a program that takes no locks.</summary>
    private static void AppendUnshared(string path, string text)
    {
        var result = Programs.RunAsync("sh", ["-c", $"printf {text} >> \"$0\"", path], Token).GetAwaiter().GetResult();
        Assert.Equal(0, result.ExitCode);
    }

    private static async Task ReadAllAsync(LocalFile file)
    {
        var buffer = new byte[file.Length];
        for (var read = 0; read < buffer.Length;)
        {
            read += await file.ReadAsync(buffer.AsMemory(read), Token);
        }
    }

    private static async Task AssertChangedAsync(LocalFile file) =>
        Assert.Equal("WxCloud.Local.Changed", (await Assert.ThrowsAsync<WxCloudException>(() => file.ThrowIfChangedAsync(Token).AsTask())).ErrorId);
}
