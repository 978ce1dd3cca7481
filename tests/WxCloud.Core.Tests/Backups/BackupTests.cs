using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>What a backup saves, and how it resumes.</summary>
public sealed class BackupTests : BackupTest
{
    [Fact]
    public async Task Backup_holds_every_file_and_document_and_its_manifest_says_so()
    {
        await StoreAsync("a.txt");
        await StoreAsync("图/二 1.txt", "二");
        await AddAsync("things", "{_id:'1',n:1}", "{_id:'2',n:2.5}");
        await AddAsync("Things");
        var backup = await BackUpAsync();
        Assert.Equal((2, 8, 2, 2, 2, WxCloudFileSource.Listing, 0), (backup.Files, backup.Bytes, backup.FilesReceived, backup.Collections, backup.Documents, backup.FileSource, backup.Failed));
        Assert.Equal("二", File.ReadAllText(At("files", "图", "二 1.txt")));
        var manifest = Manifest();
        Assert.Equal((BackupState.Complete, Source, RunningEmulator.Bucket, false), (manifest.State, manifest.EnvironmentId, manifest.Bucket, manifest.HasIndexDefinitions));
        Assert.Equal(["Things", "things"], manifest.Collections.Select(static collection => collection.Name));
        Assert.Equal(2, manifest.Collections.Select(static collection => collection.File.ToUpperInvariant()).Distinct().Count());
        Assert.Equal(["""{"_id":"1","n":1}""", """{"_id":"2","n":{"$numberDouble":"2.5"}}"""], File.ReadAllLines(At("collections", manifest.Collections[1].File)));
        Assert.Equal(["a.txt", "图/二 1.txt"], LineFileReader.ReadFiles(At("files.jsonl")).Select(static file => file.CloudPath));
        Assert.Equal("", await DamageAsync());
    }

    [Fact]
    public async Task Second_backup_receives_only_what_changed_and_removes_what_is_gone()
    {
        await StoreAsync("same.txt");
        await StoreAsync("changed.txt", "before");
        await StoreAsync("gone.txt");
        await AddAsync("things", "{_id:'1'}");
        await BackUpAsync();
        await Emulator.PostAsync("clock", new { advanceSeconds = 60 }, Token);
        await StoreAsync("changed.txt", "after!");
        await Emulator.Engine.Lists.DeleteAsync(Source, new[] { RunningEmulator.FileId("gone.txt") }.ToAsyncEnumerable(), Token).ToListAsync(Token);
        await AddAsync("things", "{_id:'2'}");
        var backup = await BackUpAsync();
        Assert.Equal((2, 1, 6, 1, 2), (backup.Files, backup.FilesReceived, backup.BytesReceived, backup.FilesRemoved, backup.Documents));
        Assert.Equal("after!", File.ReadAllText(At("files", "changed.txt")));
        Assert.Equal("", await DamageAsync());
    }

    [Fact]
    public async Task Plan_counts_and_writes_nothing()
    {
        await StoreAsync("a.txt", "12345");
        await AddAsync("things", "{_id:'1'}");
        var planned = Assert.Single(await Emulator.Engine.Backup.PlanAsync(Options, Token).ToListAsync(Token)).Require();
        Assert.Equal((1, 5, 1, 5, 1, 1, false), (planned.Files, planned.Bytes, planned.FilesReceived, planned.BytesReceived, planned.Collections, planned.Documents, planned.Complete));
        Assert.False(Directory.Exists(BackupPath));
        await BackUpAsync();
        planned = Assert.Single(await Emulator.Engine.Backup.PlanAsync(Options, Token).ToListAsync(Token)).Require();
        Assert.Equal((1, 5, 0, 0, 0), (planned.Files, planned.Bytes, planned.FilesReceived, planned.BytesReceived, planned.FilesRemoved));

        await Engine.Lists.DeleteAsync(Source, new[] { RunningEmulator.FileId("a.txt") }.ToAsyncEnumerable(), Token).ToListAsync(Token);
        planned = Assert.Single(await Engine.Backup.PlanAsync(Options, Token).ToListAsync(Token)).Require();
        Assert.Equal((0, 0, 1), (planned.Files, planned.FilesReceived, planned.FilesRemoved));
    }

    [Fact]
    public async Task Plan_names_what_could_not_be_saved_and_asks_for_no_listing_without_keys()
    {
        await StoreAsync("a.txt");
        await StoreAsync("a.txt/b.txt");
        var outcomes = await Engine.Backup.PlanAsync(Options, Token).ToListAsync(Token);
        Assert.Equal(["WxCloud.Sync.Conflict", null], outcomes.Select(static outcome => outcome.Error?.ErrorId));
        Assert.Equal(1, outcomes[1].Require().Failed);

        await Emulator.BreakAsync("tcb/getqcloudtoken", "errcode", -1, times: null, Token);
        var engine = Emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        Assert.Equal(WxCloudFileSource.Documents, Assert.Single(await engine.Backup.PlanAsync(Options, Token).ToListAsync(Token)).Require().FileSource);
    }

    [Fact]
    public async Task File_that_was_written_in_the_folder_is_received_again()
    {
        await StoreAsync("a.txt", "right");
        await BackUpAsync();
        File.WriteAllText(At("files", "a.txt"), "wrong");
        File.SetLastWriteTimeUtc(At("files", "a.txt"), DateTime.UtcNow.AddMinutes(5));
        Assert.Equal(1, (await BackUpAsync()).FilesReceived);
        Assert.Equal("right", File.ReadAllText(At("files", "a.txt")));
    }

    [Fact]
    public async Task File_that_the_disk_damaged_is_found_after_another_backup()
    {
        await StoreAsync("a.txt", "right");
        await BackUpAsync();
        var time = File.GetLastWriteTimeUtc(At("files", "a.txt"));
        File.WriteAllText(At("files", "a.txt"), "wrong");
        File.SetLastWriteTimeUtc(At("files", "a.txt"), time);
        await BackUpAsync();
        Assert.Equal("a.txt: ContentDiffers", await DamageAsync());
    }

    [Fact]
    public async Task Prefixes_and_collections_choose_and_hold_for_the_folder()
    {
        await StoreAsync("a/1.txt");
        await StoreAsync("a/b/2.txt");
        await StoreAsync("ab/3.txt");
        await StoreAsync("c/4.txt");
        await AddAsync("log-1", "{_id:'1'}");
        await AddAsync("log-2", "{_id:'1'}");
        await AddAsync("other", "{_id:'1'}");
        var options = Options with { Prefixes = ["c", "a", "a/b/"], Collections = ["log-*"] };
        Assert.Equal((3, 2), (await BackUpAsync(options) is var backup ? backup.Files : 0, backup.Documents));
        Assert.Equal(["a/1.txt", "a/b/2.txt", "c/4.txt"], LineFileReader.ReadFiles(At("files.jsonl")).Select(static file => file.CloudPath));
        Assert.Equal("WxCloud.Backup.OtherScope", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);
        await BackUpAsync(options with { Prefixes = ["a/", "c/"] });
        var all = Options with { Path = Folder.At("all") };
        Assert.Equal(4, (await BackUpAsync(all with { Prefixes = ["a", ""], Collections = ["none*", "*"] })).Files);
        Assert.Empty(BackupManifest.Read(new(all.Path)).Prefixes);
    }

    [Fact]
    public async Task Collection_that_is_missing_is_named_and_the_rest_is_saved()
    {
        await AddAsync("things", "{_id:'1'}");
        var (backup, errors) = await TryBackUpAsync(Options with { Collections = ["things", "nothing"] });
        Assert.Equal(("WxCloud.Backup.CollectionMissing", "nothing"), (Assert.Single(errors).ErrorId, errors[0].Target));
        Assert.Equal((1, 1, false), (backup!.Documents, backup.Failed, backup.Complete));
        Assert.Equal(BackupState.Incomplete, Manifest().State);
        Assert.Contains("nothing", Assert.Single(Manifest().Failures), StringComparison.Ordinal);
        Assert.Equal("manifest.json: Incomplete", await DamageAsync());

        (backup, errors) = await TryBackUpAsync(Options with { Path = Folder.At("many"), Collections = [.. Enumerable.Range(0, 150).Select(static number => $"none{number}")] });
        Assert.Equal((150, 150, 100), (errors.Count, backup!.Failed, BackupManifest.Read(new(backup.Path)).Failures.Count));
    }

    [Fact]
    public async Task Collection_that_cannot_be_read_keeps_its_documents_of_before()
    {
        await AddAsync("things", "{_id:'1'}");
        await BackUpAsync();
        await AddAsync("things", "{_id:'2'}");
        await Emulator.BreakAsync("tcb/databasequery", "errcode", -502003, times: null, Token);
        var (backup, errors) = await TryBackUpAsync();
        Assert.Equal("things", Assert.Single(errors).Target);
        Assert.Equal((1, false), (backup!.Documents, backup.Complete));
        Assert.Equal("manifest.json: Incomplete", await DamageAsync());
        Assert.Equal(["""{"_id":"1"}"""], File.ReadAllLines(At("collections", "things.jsonl")));
    }

    [Fact]
    public async Task Name_that_no_local_file_can_have_is_an_error_and_the_backup_incomplete()
    {
        await StoreAsync("a.txt");
        await StoreAsync("a.txt/b.txt");
        var (backup, errors) = await TryBackUpAsync();
        Assert.Equal("WxCloud.Sync.Conflict", Assert.Single(errors).ErrorId);
        Assert.Equal((1, 1, false), (backup!.Files, backup.Failed, backup.Complete));
    }

    [Fact]
    public async Task Limit_of_removals_keeps_the_files()
    {
        await StoreAsync("a.txt");
        await StoreAsync("b.txt");
        await BackUpAsync();
        await Emulator.Engine.Lists.DeleteAsync(Source, new[] { RunningEmulator.FileId("a.txt"), RunningEmulator.FileId("b.txt") }.ToAsyncEnumerable(), Token).ToListAsync(Token);
        var (backup, errors) = await TryBackUpAsync(Options with { MaxDelete = DeleteLimit.Parse("1") });
        Assert.Equal("WxCloud.Sync.TooManyDeletions", Assert.Single(errors).ErrorId);
        Assert.Equal((2, 0, false), (backup!.Files, backup.FilesRemoved, backup.Complete));
        Assert.True(File.Exists(At("files", "a.txt")));
    }

    [Fact]
    public async Task Backup_that_was_interrupted_is_marked_and_goes_on()
    {
        for (var i = 0; i < 40; i++)
        {
            await StoreAsync($"{i:D2}.txt");
        }

        await AddAsync("things", "{_id:'1'}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Emulator.BreakAsync("object:GET", "delay", 30, times: null, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await using var run = Emulator.Engine.Backup.RunAsync(Options with { ThrottleLimit = 2 }, meter: null, stop.Token).GetAsyncEnumerator(stop.Token);
            var running = run.MoveNextAsync().AsTask();
            while (!running.IsCompleted && (!Directory.Exists(At("files")) || Directory.GetFiles(At("files"), "*.txt").Length < 5))
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await running;
        });
        Assert.Equal(BackupState.Running, Manifest().State);
        Assert.StartsWith("manifest.json: Incomplete", await DamageAsync(), StringComparison.Ordinal);
        await Emulator.BreakAsync("object:GET", "delay", 0, times: null, Token);
        var saved = Directory.GetFiles(At("files"), "*.txt").Length;
        var backup = await BackUpAsync();
        Assert.Equal((40, 40 - saved), (backup.Files, backup.FilesReceived));
        Assert.Equal("", await DamageAsync());
    }

    [Fact]
    public async Task Second_backup_that_was_interrupted_is_marked_too()
    {
        await StoreAsync("a.txt");
        await AddAsync("things", "{_id:'1'}");
        await BackUpAsync();
        await Emulator.BreakAsync("tcb/databasequery", "delay", 60_000, times: null, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var run = Emulator.Engine.Backup.RunAsync(Options, meter: null, stop.Token).GetAsyncEnumerator(stop.Token))
        {
            var running = run.MoveNextAsync().AsTask();
            while (!running.IsCompleted && await Emulator.CountAsync("tcb/databasequery", Token) < 2)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        Assert.Equal((BackupState.Running, 1, 1), (Manifest().State, Manifest().Files?.Count, Manifest().Collections.Count));
        Assert.Equal("WxCloud.Backup.Incomplete", (await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync())).ErrorId);
    }

    [Fact]
    public async Task Without_keys_the_files_are_those_that_documents_name()
    {
        await StoreAsync("named.txt");
        await StoreAsync("in/rich text.png");
        await StoreAsync("not-named.txt");
        await AddAsync(
            "things",
            $"{{_id:'1',file:'{RunningEmulator.FileId("named.txt")}',gone:'{RunningEmulator.FileId("gone.txt")}'}}",
            $"{{_id:'2',deep:[{{html:'<img src=\"{RunningEmulator.FileId("in/rich text.png")}\">'}}],other:'cloud://elsewhere.x/y.txt'}}");
        var engine = Emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        await Emulator.BreakAsync("tcb/getqcloudtoken", "errcode", -1, times: null, Token);
        var listener = new RecordingListener();
        using var listening = engine.Log.Listen(listener);
        var (backup, errors) = await TryBackUpAsync(engine: engine);
        Assert.Empty(errors);
        Assert.Equal((WxCloudFileSource.Documents, 2, 2, true), (backup!.FileSource, backup.Files, backup.FilesReceived, backup.Complete));
        Assert.Equal(WxCloudFileSource.Documents, Manifest().FileSource);
        Assert.Contains(RunningEmulator.FileId("gone.txt"), Assert.Single(listener.Warnings), StringComparison.Ordinal);
        var within = Options with { Path = Folder.At("within"), Prefixes = ["in/"] };
        Assert.Equal(1, (await TryBackUpAsync(within, engine)).Backup!.Files);
        Assert.Equal(["in/rich text.png", "named.txt"], LineFileReader.ReadFiles(At("files.jsonl")).Select(static file => file.CloudPath));
        (backup, _) = await TryBackUpAsync(engine: engine);
        Assert.Equal((2, 0), (backup!.Files, backup.FilesReceived));
        await Emulator.PostAsync("clock", new { advanceSeconds = 60 }, Token);
        await StoreAsync("named.txt", "changed text");
        (backup, _) = await TryBackUpAsync(engine: engine);
        Assert.Equal((2, 1), (backup!.Files, backup.FilesReceived));
        Assert.Equal("", await DamageAsync());
    }

    [Fact]
    public async Task Storage_that_cannot_be_reached_is_an_error_and_the_documents_are_saved()
    {
        await AddAsync("things", "{_id:'1'}");
        await Emulator.BreakAsync("tcb/uploadfile", "errcode", -501001, times: null, Token);
        var (backup, errors) = await TryBackUpAsync();
        Assert.Equal(Source, Assert.Single(errors).Target);
        Assert.Equal((1, WxCloudFileSource.None, false), (backup!.Documents, backup.FileSource, backup.Complete));
    }

    [Fact]
    public async Task Folder_with_something_else_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(At("files"));
        File.WriteAllText(At("files", "mine.txt"), "mine");
        Assert.Equal("WxCloud.Backup.FolderNotEmpty", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);
        Assert.Equal("mine", File.ReadAllText(At("files", "mine.txt")));
        Assert.Single(Directory.GetFileSystemEntries(BackupPath));
        Assert.Equal("WxCloud.Sync.NotAFolder", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync(Options with { Path = At("files", "mine.txt") }))).ErrorId);
    }

    [Fact]
    public async Task Backup_that_ended_before_its_first_manifest_can_be_made_again()
    {
        var engine = Emulator.Connect(static settings => settings with { AppSecret = new("wrong") }).Engine;
        await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync(engine: engine));
        File.WriteAllText(At("manifest.json.new"), "{");
        await BackUpAsync();
    }

    [Fact]
    public async Task Folder_of_another_environment_is_refused()
    {
        await BackUpAsync();
        var (path, text) = (At("manifest.json"), File.ReadAllText(At("manifest.json")));
        (Manifest() with { EnvironmentId = "another" }).Write(new(BackupPath));
        Assert.Equal("WxCloud.Backup.OtherEnvironment", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);
        File.WriteAllText(path, text);
        await BackUpAsync();
    }

    [Fact]
    public async Task Folder_that_another_backup_writes_is_refused()
    {
        await BackUpAsync();
        using (new BackupFolder(BackupPath).Lock())
        {
            Assert.Equal("WxCloud.Backup.InUse", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);
        }

        await BackUpAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_disk_ends_the_backup_which_stays_marked(bool isOfDocuments)
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm") && Environment.UserName == "root", "Needs a small disk: a tmpfs that only root can mount.");
        var disk = Directory.CreateDirectory(Folder.At("disk")).FullName;
        Assert.SkipUnless(await Programs.RunAsync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], Token) is { ExitCode: 0 }, "A tmpfs cannot be mounted here.");
        try
        {
            if (isOfDocuments)
            {
                await AddAsync("things", [.. Enumerable.Range(0, 30).Select(static number => $"{{_id:'{number}',text:'{new string('x', 100_000)}'}}")]);
            }
            else
            {
                await StoreAsync("big.bin", new string('x', 3_000_000));
            }

            var error = await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync(Options with { Path = disk }));
            Assert.Equal("WxCloud.Target.DiskFull", error.ErrorId);
            Assert.Equal(BackupState.Running, BackupManifest.Read(new(disk)).State);
        }
        finally
        {
            await Programs.RunAsync("umount", [disk], CancellationToken.None);
        }
    }
}
