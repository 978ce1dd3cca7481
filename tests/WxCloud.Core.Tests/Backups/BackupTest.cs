using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Backups.Restore;
using WxCloud.Backups.Save;
using WxCloud.Backups.Verify;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>An environment to back up, another one to restore to, and a folder between them.</summary>
public abstract class BackupTest : EmulatorTest
{
    protected const string Source = "local-env";
    protected const string Target = "other-env";

    private protected RunningEmulator Other { get; private set; } = null!;

    private protected string BackupPath => Folder.At("backup");

    private protected BackupOptions Options => new() { EnvironmentId = Source, Path = BackupPath };

    private protected RestoreOptions Restoring => new() { EnvironmentId = Target, Path = BackupPath };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Other = await RunningEmulator.StartAsync(Token, new() { EnvironmentIds = [Target] });
    }

    public override async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stores a file; its text is its path unless another one is given.</summary>
    private protected static async Task StoreAsync(RunningEmulator emulator, string environmentId, string path, string? text = null)
    {
        var bucket = await emulator.Engine.Buckets.FindAsync(environmentId, Token);
        var metadata = await bucket.GetFileIdMetadataAsync(path, Token);
        await bucket.Objects.PutAsync(bucket.Address.KeyOf(path), path, Encoding.UTF8.GetBytes(text ?? path), "text/plain", metadata, Token);
    }

    private protected Task StoreAsync(string path, string? text = null) => StoreAsync(Emulator, Source, path, text);

    /// <summary>Adds documents, given as JSON, to a collection that is made if it is missing.</summary>
    private protected static async Task AddAsync(RunningEmulator emulator, string environmentId, string collection, params string[] documents)
    {
        if (!await emulator.Engine.Collections.ListAsync(environmentId, Token).AnyAsync(known => known.Name == collection, Token))
        {
            await emulator.Engine.Collections.AddAsync(environmentId, collection, Token);
        }

        foreach (var document in documents)
        {
            await emulator.Engine.Statements.AddAsync(environmentId, $"db.collection(\"{collection}\").add({{data:[{document}]}})", Token);
        }
    }

    private protected Task AddAsync(string collection, params string[] documents) => AddAsync(Emulator, Source, collection, documents);

    /// <summary>The documents of a collection as the service gives them.</summary>
    private protected static async Task<IReadOnlyList<string>> ReadAsync(RunningEmulator emulator, string environmentId, string collection) =>
        await emulator.Engine.Documents.ReadTextsAsync(environmentId, new(collection), Token).SelectMany(static page => page).ToListAsync(Token);

    /// <summary>The paths and contents of the files of an environment.</summary>
    private protected async Task<Dictionary<string, string>> ReadFilesAsync(RunningEmulator emulator, string environmentId)
    {
        var files = await emulator.Engine.Files.ByPrefixAsync(environmentId, string.Empty, recurse: true, Token).ToListAsync(Token);
        var target = Folder.At(Guid.NewGuid().ToString("N"));
        var received = await emulator.DownloadAsync(files.Select(static file => file.FileId), new() { EnvironmentId = environmentId, Destination = target }, Token);
        return received.Select(static outcome => outcome.Require()).ToDictionary(static file => file.CloudPath, static file => File.ReadAllText(file.LocalPath));
    }

    /// <summary>Backs up, with the errors in their order.</summary>
    private protected async Task<(WxCloudBackup? Backup, IReadOnlyList<WxCloudException> Errors)> TryBackUpAsync(BackupOptions? options = null, Engine? engine = null) =>
        Split(await (engine ?? Engine).Backup.RunAsync(options ?? Options, meter: null, Token).ToListAsync(Token));

    /// <summary>Backs up; nothing may fail.</summary>
    private protected async Task<WxCloudBackup> BackUpAsync(BackupOptions? options = null)
    {
        var (backup, errors) = await TryBackUpAsync(options);
        Assert.Empty(errors);
        Assert.True(backup!.Complete);
        return backup;
    }

    private protected async Task<(WxCloudRestore? Restore, IReadOnlyList<WxCloudException> Errors)> TryRestoreAsync(RestoreOptions? options = null) =>
        Split(await Other.Engine.Restore.RunAsync(options ?? Restoring, meter: null, Token).ToListAsync(Token));

    private protected async Task<WxCloudRestore> RestoreAsync(RestoreOptions? options = null)
    {
        var (restore, errors) = await TryRestoreAsync(options);
        Assert.Empty(errors);
        return restore!;
    }

    /// <summary>What is wrong with the backup, in short.</summary>
    private protected async Task<string> DamageAsync() =>
        string.Join("; ", await BackupVerifier.FindDamageAsync(new(BackupPath), Token).Select(static damage => damage.ToString()).ToListAsync(Token));

    private protected BackupManifest Manifest() => BackupManifest.Read(new(BackupPath));

    private protected string At(params string[] names) => Path.Combine([BackupPath, .. names]);

    private static (T? Result, IReadOnlyList<WxCloudException> Errors) Split<T>(List<Outcome<string, T>> outcomes)
        where T : class => (outcomes[^1].Value, [.. outcomes.Select(static outcome => outcome.Error).OfType<WxCloudException>()]);
}
