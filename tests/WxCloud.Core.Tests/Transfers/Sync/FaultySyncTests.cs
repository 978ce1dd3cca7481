using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>A sync while the service breaks: nothing is lost, each item has one result, and the next run completes.</summary>
public sealed class FaultySyncTests : IAsyncLifetime
{
    private const string Moved = "the content of a file that was moved";

    private static readonly string[] s_names = [.. Enumerable.Range(0, 8).Select(static number => $"f{number}.txt")];

    private SyncedFolders _folders = null!;

    public static TheoryData<string, string, int?, int?> UploadFaults => Faults("object:LIST truncate", "object:POST corrupt", "object:COPY error-in-200", "object:HEAD", "tcb/uploadfile truncate corrupt");

    public static TheoryData<string, string, int?, int?> DownloadFaults => Faults("object:LIST truncate", "object:GET truncate corrupt");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _folders = await SyncedFolders.CreateAsync();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Theory]
    [MemberData(nameof(UploadFaults))]
    public async Task Upload_loses_nothing_and_the_next_run_completes(string route, string kind, int? value, int? times)
    {
        await _folders.StoreAsync("changed.txt", "old");
        await _folders.StoreAsync("extra.txt");
        await _folders.StoreAsync("old-name.txt", Moved);
        foreach (var name in s_names)
        {
            _folders.Write(name);
        }

        _folders.Write("changed.txt", "changed");
        _folders.Write("new-name.txt", Moved);
        var options = _folders.Options(WxCloudSyncDirection.Upload) with { Delete = true };
        await RunBrokenAsync(options, route, kind, value, times, expected: s_names.Length + 4);
        Assert.Equal("changed", File.ReadAllText(_folders.At("changed.txt")));
        Assert.Contains(Moved, new[] { await _folders.ReadAsync("old-name.txt"), await _folders.ReadAsync("new-name.txt") });
        // One that arrives damaged each time is removed: it would pass for the file in the next run.
        Assert.Contains(await _folders.ReadAsync("changed.txt"), (route, kind) == ("object:POST", "corrupt") ? [null, "changed"] : (string?[])["old", "changed"]);

        await RepairAsync(options);
        Assert.Equal(["changed.txt", .. s_names, "new-name.txt"], await _folders.ListAsync());
        Assert.Equal("changed", await _folders.ReadAsync("changed.txt"));
        Assert.Equal(Moved, await _folders.ReadAsync("new-name.txt"));
    }

    [Theory]
    [MemberData(nameof(DownloadFaults))]
    public async Task Download_loses_nothing_and_the_next_run_completes(string route, string kind, int? value, int? times)
    {
        foreach (var name in s_names)
        {
            await _folders.StoreAsync(name);
        }

        await _folders.StoreAsync("changed.txt", "changed");
        _folders.Write("changed.txt", "old");
        var options = _folders.Options(WxCloudSyncDirection.Download);
        await RunBrokenAsync(options, route, kind, value, times, expected: s_names.Length + 1);
        Assert.Contains(File.ReadAllText(_folders.At("changed.txt")), (string[])["old", "changed"]);
        Assert.All(s_names.Where(name => File.Exists(_folders.At(name))), name => Assert.Equal(name, File.ReadAllText(_folders.At(name))));

        await RepairAsync(options);
        Assert.All(s_names, name => Assert.Equal(name, File.ReadAllText(_folders.At(name))));
        Assert.Equal("changed", File.ReadAllText(_folders.At("changed.txt")));
        Assert.Equal(s_names.Length + 1, Directory.GetFiles(_folders.Path, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Length);
    }

    /// <summary>Status, reset, silence and the kinds that are named on each route: for ever, and for a moment.</summary>
    private static TheoryData<string, string, int?, int?> Faults(params string[] routes)
    {
        var data = new TheoryData<string, string, int?, int?>();
        foreach (var words in routes.Select(static route => route.Split(' ')))
        {
            foreach (var (kind, value) in words.Skip(1).Select(static kind => (kind, (int?)null)).Concat([("status", 503), ("reset", 20), ("stall", 20)]))
            {
                data.Add(words[0], kind, value, null);
                data.Add(words[0], kind, value, 3);
            }
        }

        return data;
    }

    /// <summary>One run in which a route is broken; a listing that cannot be read may end it.</summary>
    private async Task RunBrokenAsync(SyncOptions options, string route, string kind, int? value, int? times, int expected)
    {
        await _folders.Emulator.BreakAsync(route, kind, value, times, Token);
        if (kind == "stall")
        {
            _folders.Emulator.Reconnect(TimeSpan.FromSeconds(60));
        }

        var outcomes = new List<Outcome<string, WxCloudSyncAction>>();
        WxCloudException? failure = null;
        try
        {
            await foreach (var outcome in ApplyAsync(options))
            {
                outcomes.Add(outcome);
            }
        }
        catch (WxCloudException e)
        {
            failure = e;
        }

        Assert.NotEqual(0, await _folders.Emulator.CountFaultsAsync(Token));
        Assert.Equal(outcomes.Count, outcomes.Select(static outcome => outcome.Item).Distinct().Count());
        Assert.All(outcomes.Where(static outcome => outcome.Error is not null), static outcome => Assert.Equal(outcome.Item, outcome.Error!.Target));
        if (failure is null)
        {
            Assert.Equal(expected, outcomes.Count);
        }

        await _folders.Emulator.BreakAsync("object:PART", "delay", 1, times: null, Token);
        _folders.Emulator.Reconnect();
    }

    /// <summary>The next run, after which nothing is left to do.</summary>
    private async Task RepairAsync(SyncOptions options)
    {
        Assert.All(await ApplyAsync(options).ToListAsync(Token), static outcome => Assert.Null(outcome.Error));
        Assert.All(await _folders.PlanAsync(options), static action => Assert.Equal(WxCloudSyncOperation.Skip, action.Action));
    }

    private IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> ApplyAsync(SyncOptions options)
    {
        var engine = _folders.Emulator.Engine;
        return engine.Plans.ApplyAsync(engine.Comparer.CompareAsync(options, Token), new() { EnvironmentId = "local-env" }, meter: null, Token);
    }
}
