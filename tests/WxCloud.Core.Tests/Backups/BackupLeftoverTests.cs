using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>What earlier and interrupted backups left in the folder.</summary>
public sealed class BackupLeftoverTests : BackupTest
{
    [Fact]
    public async Task Files_of_collections_that_are_gone_and_unfinished_ones_are_removed_and_others_stay()
    {
        await AddAsync("kept", "{_id:'1'}");
        await AddAsync("gone", "{_id:'1'}");
        await BackUpAsync();
        File.WriteAllText(At("collections", "half.jsonl.new"), "{");
        File.WriteAllText(At("collections", "mine.txt"), "mine");
        await Engine.Collections.RemoveAsync(Source, "gone", Token);
        await BackUpAsync();
        Assert.Equal(["kept.jsonl", "mine.txt"], Directory.GetFiles(At("collections")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Partial_files_are_no_damage_and_are_removed()
    {
        await StoreAsync("a.txt");
        await BackUpAsync();
        File.WriteAllText(At("files", ".0123456789ab.wxpart"), "half");
        Assert.Equal("", await DamageAsync());
        Assert.Equal(1, (await BackUpAsync()).Files);
        Assert.Equal(["a.txt"], Directory.GetFiles(At("files")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Folder_with_a_lock_alone_is_empty()
    {
        Directory.CreateDirectory(BackupPath);
        new BackupFolder(BackupPath).Lock().Dispose();
        Assert.Single(Directory.GetFileSystemEntries(BackupPath));
        await BackUpAsync();
    }

    [Fact]
    public async Task Backup_without_the_storage_keeps_its_files_and_its_bucket()
    {
        await StoreAsync("a.txt");
        await BackUpAsync();
        var fresh = Emulator.Connect().Engine;
        await Emulator.BreakAsync("tcb/uploadfile", "errcode", -501001, times: null, Token);
        var (backup, errors) = await TryBackUpAsync(engine: fresh);
        Assert.Single(errors);
        Assert.Equal((1, 5, WxCloudFileSource.None), (backup!.Files, backup.Bytes, backup.FileSource));
        Assert.Equal((RunningEmulator.Bucket, "6c6f-local-env-1250000000"), (Manifest().Bucket, Manifest().FileIdBucket));
    }

    [Fact]
    public async Task File_that_was_cut_in_the_folder_is_received_again_without_keys_too()
    {
        await StoreAsync("a.txt", "12345");
        await AddAsync("things", $"{{_id:'1',file:'{RunningEmulator.FileId("a.txt")}'}}", $"{{_id:'2',file:'{RunningEmulator.FileId("a.txt")}'}}");
        var engine = Emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        await Emulator.BreakAsync("tcb/getqcloudtoken", "errcode", -1, times: null, Token);
        var (backup, errors) = await TryBackUpAsync(engine: engine);
        Assert.Empty(errors);
        Assert.Equal((1, 1), (backup!.Files, backup.FilesReceived));

        var time = File.GetLastWriteTimeUtc(At("files", "a.txt"));
        File.WriteAllText(At("files", "a.txt"), "123");
        File.SetLastWriteTimeUtc(At("files", "a.txt"), time);
        Assert.Equal(1, (await TryBackUpAsync(engine: engine)).Backup!.FilesReceived);

        await Emulator.PostAsync("clock", new { advanceSeconds = 60 }, Token);
        await StoreAsync("a.txt", "54321");
        Assert.Equal(1, (await TryBackUpAsync(engine: engine)).Backup!.FilesReceived);
        Assert.Equal("54321", File.ReadAllText(At("files", "a.txt")));
    }
}
