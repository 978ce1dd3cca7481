using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>Folders and content types, which a local folder cannot hold, and backups of files or documents alone.</summary>
public sealed class BackupScopeTests : BackupTest
{
    [Fact]
    public async Task Empty_objects_that_show_folders_come_back()
    {
        await StoreTypedAsync("empty/", "application/x-directory", string.Empty);
        await StoreTypedAsync("full/", "application/x-directory", string.Empty);
        await StoreAsync("a.txt");
        await StoreAsync("full/b.txt");
        await StoreAsync("z.txt");
        var backup = await BackUpAsync();
        Assert.Equal((3, 3), (backup.Files, backup.FilesReceived));
        Assert.Equal(["a.txt", "empty/", "full/", "full/b.txt", "z.txt"], SavedPaths());
        Assert.Equal("", await DamageAsync());
        Assert.Equal((3, 0), await RestoreCountsAsync());
        Assert.Equal(["a.txt", "empty/", "full/", "full/b.txt", "z.txt"], await ListAsync(Other, Target));
        Assert.Equal((0, 3), await RestoreCountsAsync());

        // What was removed is in the next list no more.
        await Emulator.Engine.Folders.DeleteFileAsync(Source, "empty/", Token);
        await BackUpAsync();
        Assert.Equal(["a.txt", "full/", "full/b.txt", "z.txt"], SavedPaths());
    }

    [Fact]
    public async Task Content_types_other_than_that_of_the_extension_come_back()
    {
        await StoreTypedAsync("a.txt", "text/plain", "a");
        await StoreTypedAsync("b.txt", "text/markdown; charset=utf-8", "b");
        await StoreTypedAsync("photo", "image/jpeg", "c");
        await BackUpAsync();
        Assert.Equal([null, "text/markdown; charset=utf-8", "image/jpeg"], SavedTypes());
        Assert.False(File.Exists(At("types.jsonl")));

        // Nothing is received the second time, and the types are still known.
        Assert.Equal(0, (await BackUpAsync()).FilesReceived);
        Assert.Equal([null, "text/markdown; charset=utf-8", "image/jpeg"], SavedTypes());
        await RestoreAsync();
        Assert.Equal(["text/plain", "text/markdown; charset=utf-8", "image/jpeg"], await ReadTypesAsync("a.txt", "b.txt", "photo"));

        // A file that is the same but for its type.
        await StoreTypedAsync(Other, Target, "photo", "image/png", "c");
        await RestoreAsync();
        Assert.Equal(["image/png"], await ReadTypesAsync("photo"));
        Assert.Equal((1, 2), await RestoreCountsAsync(WxConflictMode.Upsert));
        Assert.Equal(["image/jpeg"], await ReadTypesAsync("photo"));

        await Emulator.PostAsync("clock", new { advanceSeconds = 60 }, Token);
        await StoreTypedAsync("b.txt", "text/plain", "B");
        await BackUpAsync();
        Assert.Equal([null, null, "image/jpeg"], SavedTypes());
    }

    [Fact]
    public async Task Types_of_a_backup_that_was_interrupted_are_known_to_the_next_one()
    {
        for (var i = 0; i < 30; i++)
        {
            await StoreTypedAsync($"{i:D2}", "image/jpeg", "content");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Emulator.BreakAsync("object:GET", "delay", 30, times: null, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await using var run = Emulator.Engine.Backup.RunAsync(Options with { ThrottleLimit = 2 }, meter: null, stop.Token).GetAsyncEnumerator(stop.Token);
            var running = run.MoveNextAsync().AsTask();
            while (!running.IsCompleted && (!Directory.Exists(At("files")) || Directory.GetFiles(At("files")).Count(static path => !Path.GetFileName(path).StartsWith('.')) < 5))
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await running;
        });

        // As a kill in the middle of a line leaves it.
        await File.AppendAllTextAsync(At("types.jsonl"), "{\"cloudPath\":\"0", Token);
        await Emulator.BreakAsync("object:GET", "delay", 0, times: null, Token);
        Assert.InRange((await BackUpAsync()).FilesReceived, 1, 25);
        Assert.All(SavedTypes(), static type => Assert.Equal("image/jpeg", type));
    }

    [Fact]
    public async Task Files_alone_and_documents_alone()
    {
        await StoreAsync("a.txt");
        await AddAsync("things", $"{{_id:'1',file:'{RunningEmulator.FileId("a.txt")}'}}");
        var files = await BackUpAsync(Options with { Scope = BackupScope.Files });
        Assert.Equal((1, 0, 0), (files.Files, files.Collections, files.Documents));
        Assert.Empty(Directory.GetFiles(At("collections")));
        Assert.Equal("", await DamageAsync());
        Assert.Equal("WxCloud.Backup.OtherScope", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);

        var documents = Options with { Path = Folder.At("documents"), Scope = BackupScope.Documents };
        var planned = Assert.Single(await Emulator.Engine.Backup.PlanAsync(documents, Token).ToListAsync(Token)).Require();
        var saved = await BackUpAsync(documents);
        Assert.Equal((0, 1, 1, WxCloudFileSource.None), (saved.Files, saved.Collections, saved.Documents, saved.FileSource));
        Assert.Equal((0, 1, 1), (planned.Files, planned.Collections, planned.Documents));
        Assert.Empty(Directory.GetFiles(Path.Combine(documents.Path, "files")));

        // The fileIDs are rewritten all the same.
        Assert.Equal((0, 1, 1), await RestoreAsync(Restoring with { Path = documents.Path }) is var restored ? (restored.FilesSent, restored.DocumentsInserted, restored.DocumentsRewritten) : default);
        Assert.Equal((1, 0), await RestoreAsync(Restoring) is var sent ? (sent.FilesSent, sent.DocumentsInserted + sent.DocumentsPresent) : default);
    }

    [Fact]
    public async Task Restore_of_files_alone_or_documents_alone()
    {
        await StoreAsync("a.txt");
        await StoreTypedAsync("empty/", "application/x-directory", string.Empty);
        await AddAsync("things", "{_id:'1'}");
        await BackUpAsync();
        var documents = await RestoreAsync(Restoring with { Scope = BackupScope.Documents });
        Assert.Equal((0, 1), (documents.FilesSent, documents.DocumentsInserted));
        Assert.Empty(await ListAsync(Other, Target));
        var files = await RestoreAsync(Restoring with { Scope = BackupScope.Files });
        Assert.Equal((1, 0, 0), (files.FilesSent, files.DocumentsInserted, files.DocumentsPresent));
        Assert.Equal(["a.txt", "empty/"], await ListAsync(Other, Target));
    }

    [Fact]
    public async Task Without_keys_the_folders_of_the_list_before_are_kept()
    {
        await StoreTypedAsync("empty/", "application/x-directory", string.Empty);
        await StoreAsync("a.txt");
        await AddAsync("things", $"{{_id:'1',file:'{RunningEmulator.FileId("a.txt")}'}}");
        await BackUpAsync();
        await Emulator.BreakAsync("tcb/getqcloudtoken", "errcode", 48001, times: null, Token);
        var engine = Emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        var (backup, errors) = await TryBackUpAsync(engine: engine);
        Assert.Empty(errors);
        Assert.Equal(WxCloudFileSource.Documents, backup!.FileSource);
        Assert.Equal(["a.txt", "empty/"], SavedPaths());
    }

    private static async Task StoreTypedAsync(RunningEmulator emulator, string environmentId, string path, string contentType, string text)
    {
        var bucket = await emulator.Engine.Buckets.FindAsync(environmentId, Token);
        var metadata = path.EndsWith('/') ? null : await bucket.GetFileIdMetadataAsync(path, Token);
        await bucket.Objects.PutAsync(bucket.Address.KeyOf(path), path, Encoding.UTF8.GetBytes(text), contentType, metadata, Token);
    }

    private static async Task<string[]> ListAsync(RunningEmulator emulator, string environmentId) =>
        await emulator.Engine.Files.ByPrefixAsync(environmentId, string.Empty, recurse: true, Token).Select(static file => file.CloudPath).ToArrayAsync(Token);

    private Task StoreTypedAsync(string path, string contentType, string text) => StoreTypedAsync(Emulator, Source, path, contentType, text);

    private string[] SavedPaths() => [.. LineFileReader.ReadFiles(At("files.jsonl")).Select(static file => file.CloudPath)];

    private string?[] SavedTypes() => [.. LineFileReader.ReadFiles(At("files.jsonl")).Select(static file => file.ContentType)];

    private async Task<(long Sent, long Present)> RestoreCountsAsync(WxConflictMode mode = WxConflictMode.Insert)
    {
        var restored = await RestoreAsync(Restoring with { ConflictMode = mode });
        return (restored.FilesSent, restored.FilesPresent);
    }

    private async Task<string?[]> ReadTypesAsync(params string[] paths)
    {
        var bucket = await Other.Engine.Buckets.FindAsync(Target, Token);
        return await Task.WhenAll(paths.Select(async path => (await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), path, Token))?.ContentType));
    }
}
