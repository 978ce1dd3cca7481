using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Local;
using Xunit;

namespace WxCloud.Core.Tests.Local;

public sealed class OwnerOnlyFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writers_without_a_lock_disturb_neither_each_other_nor_a_reader()
    {
        var path = _folder.At("secrets");
        new OwnerOnlyFolder(path).Write("a.token", [1]);
        var writers = Enumerable.Range(1, 4).Select(writer => Task.Run(() =>
        {
            var folder = new OwnerOnlyFolder(path);
            for (var i = 0; i < 100; i++)
            {
                folder.Write("a.token", [.. Enumerable.Repeat((byte)writer, 10_000)]);
            }
        })).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
        {
            var content = new OwnerOnlyFolder(path).Read("a.token");
            Assert.Single(content!.Distinct());
        }

        await Task.WhenAll(writers);
        Assert.Equal(["a.token"], Directory.GetFiles(path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_after_an_hour()
    {
        var folder = new OwnerOnlyFolder(_folder.At("secrets"));
        folder.Write("a.token", [1]);
        var (old, recent) = (_folder.Write("secrets/a.token.1.new"), _folder.Write("secrets/a.token.2.new"));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        folder.Write("a.token", [2]);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(recent)));
        Assert.Equal([2], folder.Read("a.token"));
    }
}
