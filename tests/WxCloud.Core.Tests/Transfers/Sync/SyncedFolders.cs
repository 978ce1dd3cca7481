using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

/// <summary>A local folder and the cloud folder <c>p</c> of an emulator, to compare and to make alike.</summary>
internal sealed class SyncedFolders : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private SyncedFolders(RunningEmulator emulator) => Emulator = emulator;

    public RunningEmulator Emulator { get; }

    /// <summary>The full path of the local folder.</summary>
    public string Path => Directory.CreateDirectory(_temporary.At("local")).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SyncedFolders> CreateAsync() => new(await RunningEmulator.StartAsync(Token));

    public SyncOptions Options(WxCloudSyncDirection direction) =>
        new() { EnvironmentId = "local-env", Folder = Path, Prefix = "p", Direction = direction };

    public string At(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Writes a local file, an hour old unless another age is given.</summary>
    public string Write(string path, string? text = null, TimeSpan? age = null)
    {
        var full = At(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text ?? path);
        File.SetLastWriteTimeUtc(full, DateTime.UtcNow - (age ?? TimeSpan.FromHours(1)));
        return full;
    }

    /// <summary>Stores a cloud file below the cloud folder, whatever its name.</summary>
    public async Task StoreAsync(string path, string? text = null, string prefix = "p/")
    {
        var bucket = await Emulator.Engine.Buckets.FindAsync("local-env", Token);
        var key = bucket.Address.KeyOf(prefix + path);
        var metadata = key.EndsWith('/') ? "none" : await bucket.GetFileIdMetadataAsync(prefix + path, Token);
        await bucket.Objects.PutAsync(key, key, Encoding.UTF8.GetBytes(text ?? path), "text/plain", metadata, Token);
    }

    /// <summary>The paths below the cloud folder.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix = "p/") =>
        await Emulator.Engine.Files.ByPrefixAsync("local-env", prefix, recurse: true, Token).Select(file => file.CloudPath[prefix.Length..]).ToListAsync(Token);

    public async Task<string?> ReadAsync(string path)
    {
        var target = _temporary.At(Guid.NewGuid().ToString());
        var received = await Emulator.DownloadAsync([RunningEmulator.FileId("p/" + path)], new() { EnvironmentId = "local-env", OutFile = target }, Token);
        return received[0].Error is null ? await File.ReadAllTextAsync(target, Token) : null;
    }

    public async Task<IReadOnlyList<Outcome<string, WxCloudSyncAction>>> CompareAsync(SyncOptions options) =>
        await Emulator.Engine.Comparer.CompareAsync(options, Token).ToListAsync(Token);

    /// <summary>The plan, in which nothing may fail.</summary>
    public async Task<IReadOnlyList<WxCloudSyncAction>> PlanAsync(SyncOptions options) =>
        [.. (await CompareAsync(options)).Select(static outcome => outcome.Require())];

    public async Task<IReadOnlyList<Outcome<string, WxCloudSyncAction>>> ApplyAsync(IEnumerable<WxCloudSyncAction> plan, bool verifies = false) =>
        await Emulator.Engine.Plans.ApplyAsync(plan.Select(static action => new Outcome<string, WxCloudSyncAction>(action.Item, action)).ToAsyncEnumerable(), new() { EnvironmentId = "local-env", Verifies = verifies }, meter: null, Token).ToListAsync(Token);

    /// <summary>Compares and applies, without an error.</summary>
    public async Task<IReadOnlyList<WxCloudSyncAction>> SyncAsync(SyncOptions options) =>
        [.. (await ApplyAsync(await PlanAsync(options))).Select(static outcome => outcome.Require())];

    /// <summary>A plan in short: one line per action, sorted by path.</summary>
    public static string Text(IEnumerable<WxCloudSyncAction> plan) =>
        string.Join("; ", plan.OrderBy(static action => action.CloudPath, StringComparer.Ordinal).Select(static action => $"{action.Action} {action.CloudPath["p/".Length..]} {action.Reason}"));

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        _temporary.Dispose();
    }
}
