using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>Whatever both folders contain, a plan and its application make them equal, and the next plan has no action.</summary>
public sealed class RandomTreeTests : IAsyncLifetime
{
    /// <summary>Names whose order differs between whole paths, folders, and UTF-16; none is another's folder.</summary>
    private static readonly string[] s_names = ["a/1", "a/b/2", "a-b", "a.txt", "a!/x", "B", "b", "Ü/é.txt", "图/风景 1.jpg", "\uFF5E", "😀/z", "z%2F", "z+y", "[x]"];

    private static readonly string[] s_contents = ["", "x", "y", "xx", "yy", "long content"];

    private SyncedFolders _folders = null!;
    private int _run;

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Theory]
    [InlineData(WxCloudSyncDirection.Upload, WxCloudCompareBy.SizeAndTime)]
    [InlineData(WxCloudSyncDirection.Upload, WxCloudCompareBy.Checksum)]
    [InlineData(WxCloudSyncDirection.Download, WxCloudCompareBy.SizeAndTime)]
    [InlineData(WxCloudSyncDirection.Download, WxCloudCompareBy.Checksum)]
    public void Plan_makes_folders_alike_and_a_second_plan_skips_all(WxCloudSyncDirection direction, WxCloudCompareBy compareBy)
    {
        var file = from name in Gen.Elements(s_names)
                   from content in Gen.Elements(s_contents)
                   from hours in Gen.Choose(1, 3)
                   select new TreeFile(name, content, hours);
        var tree = from files in Gen.ListOf(file) select files.DistinctBy(static one => one.Name).ToList();
        var trees = from local in tree from cloud in tree select new Trees(local, cloud);
        Prop.ForAll(Arb.From(trees), pair => CheckAsync(pair, direction, compareBy)).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private async Task CheckAsync(Trees trees, WxCloudSyncDirection direction, WxCloudCompareBy compareBy)
    {
        var run = Interlocked.Increment(ref _run);
        var prefix = $"run{run}";
        foreach (var file in trees.Local)
        {
            _folders.Write($"{run}/{file.Name}", file.Content, TimeSpan.FromHours(file.Hours));
        }

        foreach (var file in trees.Cloud)
        {
            await _folders.StoreAsync(file.Name, file.Content, prefix + "/");
        }

        var folder = Directory.CreateDirectory(_folders.At($"{run}")).FullName;
        var options = _folders.Options(direction) with { Folder = folder, Prefix = prefix, Delete = true, CompareBy = compareBy };
        await _folders.SyncAsync(options);

        var inCloud = await _folders.Emulator.Engine.Files.ByPrefixAsync("local-env", prefix + "/", recurse: true, CancellationToken.None).ToListAsync();
        var local = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText);
        var source = (direction == WxCloudSyncDirection.Upload ? trees.Local : trees.Cloud).OrderBy(static file => file.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(source.Select(static file => file.Name), local.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(source.Select(static file => file.Name), inCloud.Select(file => file.CloudPath[(prefix.Length + 1)..]).Order(StringComparer.Ordinal));
        Assert.Equal(source.Select(static file => file.Content.Length), inCloud.OrderBy(static file => file.CloudPath, StringComparer.Ordinal).Select(static file => (int)file.Length));

        // By time, a target that is newer and as long is left as it is.
        if (compareBy == WxCloudCompareBy.Checksum)
        {
            Assert.Equal(source.Select(static file => file.Content), local.OrderBy(static file => file.Key, StringComparer.Ordinal).Select(static file => file.Value));
            Assert.All(await _folders.PlanAsync(options with { Direction = direction == WxCloudSyncDirection.Upload ? WxCloudSyncDirection.Download : WxCloudSyncDirection.Upload }), AssertSkip);
        }

        Assert.All(await _folders.PlanAsync(options), AssertSkip);
    }

    private static void AssertSkip(WxCloudSyncAction action) => Assert.Equal((WxCloudSyncOperation.Skip, WxCloudSyncReason.Unchanged), (action.Action, action.Reason));

    private sealed record TreeFile(string Name, string Content, int Hours);

    private sealed record Trees(IReadOnlyList<TreeFile> Local, IReadOnlyList<TreeFile> Cloud)
    {
        public override string ToString() => $"local: {string.Join(", ", Local)}; cloud: {string.Join(", ", Cloud)}";
    }
}
