using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>What is restored from a backup, and how a restore resumes.</summary>
public sealed class RestoreTests : BackupTest
{
    private const string OtherRoot = "cloud://other-env.6f74-other-env-1250000000/";

    [Fact]
    public async Task Files_and_documents_come_back_as_they_were()
    {
        await StoreAsync("a.txt");
        await StoreAsync("图/二 1.txt", "二");
        await AddAsync(
            "things",
            "{_id:'1',i:1,d:{$numberDouble:'45.0'},l:{$numberLong:'5'},m:{$numberDecimal:'1.10'},t:new Date(1500000000123),before:{$date:{$numberLong:'-86400000'}}}",
            "{_id:'2',n:null,b:true,x:[],o:{},s:'文\\u2028\"\\\\',bin:{$binary:{base64:'AAEC',subType:'00'}},re:db.RegExp({regexp:'a+',options:'i'}),geo:db.Geo.Point(1,2)}",
            "{_id:3,z:1,a:2,__proto__:1}",
            "{_id:{$numberDouble:'4.5'},nan:{$numberDouble:'NaN'},neg:{$numberDouble:'-0.0'},big:{$numberLong:'9007199254740993'}}");
        await AddAsync("empty");
        await BackUpAsync();
        var restored = await RestoreAsync();
        Assert.Equal((2, 8, 2, 4, 0, 0), (restored.FilesSent, restored.BytesSent, restored.CollectionsCreated, restored.DocumentsInserted, restored.DocumentsRewritten, restored.Failed));
        Assert.Equal((Target, Source, BackupPath), (restored.EnvironmentId, restored.SourceEnvironmentId, restored.Path));
        Assert.Equal(await ReadFilesAsync(Emulator, Source), await ReadFilesAsync(Other, Target));
        Assert.Equal(await ReadAsync(Emulator, Source, "things"), await ReadAsync(Other, Target, "things"));
        Assert.Empty(await ReadAsync(Other, Target, "empty"));
    }

    [Fact]
    public async Task FileIds_are_rewritten_at_any_depth_and_reported()
    {
        var (file, other) = (RunningEmulator.FileId("a.txt"), "cloud://elsewhere.6c6f-local-env-1250000000/a.txt");
        await StoreAsync("a.txt");
        await AddAsync(
            "things",
            $"{{_id:'deep',list:[1,{{file:'{file}'}},'{other}'],html:'<p>文 <img src=\"{file}\"> and {file}</p>'}}",
            $"{{_id:'short',file:'cloud://local-env.6c6f-local-env/a.txt'}}",
            "{_id:'none',text:'cloud'}");
        await BackUpAsync();
        var restored = await RestoreAsync();
        Assert.Equal((2, 4), (restored.DocumentsRewritten, restored.FileIdsRewritten));
        var read = await ReadAsync(Other, Target, "things");
        Assert.Equal(
            [
                $$"""{"_id":"deep","list":[1,{"file":"{{OtherRoot}}a.txt"},"{{other}}"],"html":"<p>文 <img src=\"{{OtherRoot}}a.txt\"> and {{OtherRoot}}a.txt</p>"}""",
                """{"_id":"none","text":"cloud"}""",
                $$"""{"_id":"short","file":"{{OtherRoot}}a.txt"}""",
            ],
            read);
        Assert.Equal(
            [
                """{"collection":"things","id":"deep","result":"Inserted","fields":["list[1].file","html","html"]}""",
                """{"collection":"things","id":"short","result":"Inserted","fields":["file"]}""",
            ],
            File.ReadAllLines(restored.ReportPath!));
        Assert.Equal(BackupPath, Path.GetDirectoryName(restored.ReportPath));
        Assert.Equal("", await DamageAsync());
    }

    [Fact]
    public async Task Restore_to_the_same_environment_changes_no_fileId()
    {
        await StoreAsync("a.txt");
        await AddAsync("things", $"{{_id:'1',file:'{RunningEmulator.FileId("a.txt")}'}}");
        await BackUpAsync();
        await Emulator.Engine.Collections.RemoveAsync(Source, "things", Token);
        var restored = (await Emulator.Engine.Restore.RunAsync(Restoring with { EnvironmentId = Source }, meter: null, Token).ToListAsync(Token)).Single().Require();
        Assert.Equal((1, 0, 1), (restored.FilesPresent, restored.FilesSent, restored.DocumentsInserted));
        Assert.Contains(RunningEmulator.FileId("a.txt"), (await ReadAsync(Emulator, Source, "things"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WxConflictMode.Insert)]
    [InlineData(WxConflictMode.Upsert)]
    public async Task Second_restore_finds_everything_there_and_writes_nothing(WxConflictMode mode)
    {
        await StoreAsync("a.txt");
        await AddAsync("things", [.. Enumerable.Range(0, 450).Select(static i => $"{{_id:'{i:D3}',n:{i},d:{{$numberDouble:'1.0'}},file:'{RunningEmulator.FileId("a.txt")}'}}")]);
        await BackUpAsync();
        await RestoreAsync();
        var (posts, adds) = (await Other.CountAsync("object:POST", Token), await Other.CountAsync("tcb/databaseadd", Token));
        var restored = await RestoreAsync(Restoring with { ConflictMode = mode });
        Assert.Equal((0, 1, 0, 0, 450, 0), (restored.FilesSent, restored.FilesPresent, restored.DocumentsInserted, restored.DocumentsReplaced, restored.DocumentsPresent, restored.CollectionsCreated));
        Assert.Equal(450, restored.DocumentsRewritten);
        Assert.Equal((posts, adds), (await Other.CountAsync("object:POST", Token), await Other.CountAsync("tcb/databaseadd", Token)));
    }

    [Fact]
    public async Task Insert_leaves_what_differs_and_names_it()
    {
        await SaveConflictAsync();
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal(["WxCloud.Restore.FileDiffers a.txt", "WxCloud.Restore.FileDiffers b.txt", "WxCloud.Restore.DocumentDiffers things/1"], errors.Select(static error => $"{error.ErrorId} {error.Target}").OrderByDescending(static error => error.Contains("File", StringComparison.Ordinal)).ThenBy(static error => error, StringComparer.Ordinal));
        Assert.Equal((1, 1, 3), (restored!.FilesSent, restored.DocumentsInserted, restored.Failed));
        Assert.Equal(("other", "changed", "c.txt", "mine"), await ReadConflictAsync());
        Assert.Equal(["""{"_id":"1","n":99}""", """{"_id":"2","n":2}""", """{"_id":"kept"}"""], await ReadAsync(Other, Target, "things"));
    }

    [Fact]
    public async Task Upsert_replaces_what_differs_and_deletes_nothing()
    {
        await SaveConflictAsync();
        var planned = await RestoreAsync(Restoring with { ConflictMode = WxConflictMode.Upsert, IsPlan = true });
        var restored = await RestoreAsync(Restoring with { ConflictMode = WxConflictMode.Upsert });
        Assert.Equal((3, 1, 1, 0), (restored.FilesSent, restored.DocumentsInserted, restored.DocumentsReplaced, restored.Failed));
        Assert.Equal(planned with { ReportPath = restored.ReportPath }, restored);
        Assert.Equal(("a.txt", "b.txt", "c.txt", "mine"), await ReadConflictAsync());
        Assert.Equal(["""{"_id":"1","n":1}""", """{"_id":"2","n":2}""", """{"_id":"kept"}"""], await ReadAsync(Other, Target, "things"));
    }

    [Fact]
    public async Task Plan_counts_and_writes_nothing()
    {
        await StoreAsync("a.txt");
        await AddAsync("things", $"{{_id:'1',file:'{RunningEmulator.FileId("a.txt")}'}}");
        await BackUpAsync();
        var before = Directory.GetFileSystemEntries(BackupPath, "*", SearchOption.AllDirectories);
        var planned = await RestoreAsync(Restoring with { IsPlan = true });
        Assert.Equal((1, 5, 1, 1, 1), (planned.FilesSent, planned.BytesSent, planned.CollectionsCreated, planned.DocumentsInserted, planned.DocumentsRewritten));
        Assert.Null(planned.ReportPath);
        Assert.Empty(await ReadFilesAsync(Other, Target));
        Assert.Empty(await Other.Engine.Collections.ListAsync(Target, Token).ToListAsync(Token));
        Assert.Equal(before, Directory.GetFileSystemEntries(BackupPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Prefixes_and_collections_choose_and_one_that_was_not_saved_is_named()
    {
        await StoreAsync("a/1.txt");
        await StoreAsync("b/2.txt");
        await AddAsync("one", "{_id:'1'}");
        await AddAsync("two", "{_id:'1'}");
        await BackUpAsync();
        var (restored, errors) = await TryRestoreAsync(Restoring with { Prefixes = ["b"], Collections = ["t*", "three"] });
        Assert.Equal(("WxCloud.Backup.CollectionNotSaved", "three"), (Assert.Single(errors).ErrorId, errors[0].Target));
        Assert.Equal((1, 1), (restored!.FilesSent, restored.DocumentsInserted));
        Assert.Equal(["b/2.txt"], (await ReadFilesAsync(Other, Target)).Keys);
        Assert.Equal(["two"], await Other.Engine.Collections.ListAsync(Target, Token).Select(static collection => collection.Name).ToListAsync(Token));
    }

    [Fact]
    public async Task Incomplete_backup_is_restored_only_when_that_is_allowed()
    {
        await AddAsync("things", "{_id:'1'}");
        await TryBackUpAsync(Options with { Collections = ["things", "nothing"] });
        Assert.Equal("WxCloud.Backup.Incomplete", (await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync())).ErrorId);
        Assert.Equal(1, (await RestoreAsync(Restoring with { AllowIncomplete = true })).DocumentsInserted);
    }

    [Fact]
    public async Task Reply_that_was_lost_adds_no_document_twice_and_loses_none()
    {
        await AddAsync("things", [.. Enumerable.Range(0, 500).Select(static i => $"{{_id:'{i:D3}'}}")]);
        await BackUpAsync();
        await Other.BreakAsync("tcb/databaseadd", "reset", 0, times: 2, Token);
        Assert.Equal(500, (await RestoreAsync()).DocumentsInserted);
        Assert.Equal(2, await Other.CountFaultsAsync(Token));
        Assert.Equal(500, (await ReadAsync(Other, Target, "things")).Count);
    }

    [Fact]
    public async Task One_document_that_is_refused_spoils_no_other()
    {
        await AddAsync("things", [.. Enumerable.Range(0, 30).Select(static i => $"{{_id:'{i:D3}',n:{i}}}")]);
        await BackUpAsync();
        await AddAsync(Other, Target, "things", "{_id:'x',n:17}");
        await Other.Engine.Collections.UpdateIndexesAsync(Target, "things", [new("n", IsUnique: true, [new("n", "1")])], [], Token);
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal(("WxCloud.Database.DuplicateKey", "things/017"), (Assert.Single(errors).ErrorId, errors[0].Target));
        Assert.Equal((29, 1), (restored!.DocumentsInserted, restored.Failed));
    }

    [Theory]
    [InlineData(WxConflictMode.Insert)]
    [InlineData(WxConflictMode.Upsert)]
    public async Task Document_that_another_process_inserts_meanwhile_is_there_already(WxConflictMode mode)
    {
        await AddAsync("a", "{_id:'1'}");
        await AddAsync("b", "{_id:'1',n:1}", "{_id:'2',n:2}");
        await BackUpAsync();

        // The first collection fails, and at its error the second one is made by another process, after the restore has seen that it is missing.
        await Other.BreakAsync("tcb/databaseadd", "errcode", -502003, times: 1, Token);
        WxCloudRestore? restored = null;
        await foreach (var outcome in Other.Engine.Restore.RunAsync(Restoring with { ConflictMode = mode }, meter: null, Token))
        {
            if (outcome.Error is { } error)
            {
                Assert.Equal("a", error.Target);
                await AddAsync(Other, Target, "b", "{_id:'1',n:1}");
            }

            restored = outcome.Value;
        }

        Assert.Equal((1, 1, 0, 1), (restored!.DocumentsInserted, restored.DocumentsPresent, restored.DocumentsReplaced, restored.Failed));
        Assert.Equal(["""{"_id":"1","n":1}""", """{"_id":"2","n":2}"""], await ReadAsync(Other, Target, "b"));
    }

    [Fact]
    public async Task Other_document_that_another_process_inserts_meanwhile_is_left_and_named()
    {
        await AddAsync("a", "{_id:'1'}");
        await AddAsync("b", "{_id:'1',n:1}", "{_id:'2',n:2}");
        await BackUpAsync();
        await Other.BreakAsync("tcb/databaseadd", "errcode", -502003, times: 1, Token);
        var errors = new List<string>();
        await foreach (var outcome in Other.Engine.Restore.RunAsync(Restoring, meter: null, Token))
        {
            if (outcome.Error is { } error)
            {
                errors.Add($"{error.ErrorId} {error.Target}");
                if (errors.Count == 1)
                {
                    await AddAsync(Other, Target, "b", "{_id:'1',n:9}");
                }
            }
        }

        Assert.Equal("WxCloud.Restore.DocumentDiffers b/1", errors[1]);
        Assert.Equal(["""{"_id":"1","n":9}""", """{"_id":"2","n":2}"""], await ReadAsync(Other, Target, "b"));
    }

    [Fact]
    public async Task Collection_that_cannot_be_written_is_named_and_the_others_go_on()
    {
        await AddAsync("a", "{_id:'1'}");
        await AddAsync("b", "{_id:'1'}");
        await BackUpAsync();
        await Other.BreakAsync("tcb/databaseadd", "errcode", -502003, times: 1, Token);
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal("a", Assert.Single(errors).Target);
        Assert.Equal(1, restored!.DocumentsInserted);
    }

    [Fact]
    public async Task Without_keys_files_are_looked_up_one_by_one()
    {
        await StoreAsync("a.txt");
        await StoreAsync("b.txt");
        await BackUpAsync();
        var engine = Other.Connect(static settings => settings with { EnvironmentId = Target, CosSecretId = null, CosSecretKey = null }).Engine;
        await Other.BreakAsync("tcb/getqcloudtoken", "errcode", -1, times: null, Token);
        await StoreAsync(Other, Target, "b.txt");
        var restored = (await engine.Restore.RunAsync(Restoring, meter: null, Token).ToListAsync(Token)).Single().Require();
        Assert.Equal((1, 1), (restored.FilesSent, restored.FilesPresent));
        Assert.Equal(["a.txt", "b.txt"], (await ReadFilesAsync(Other, Target)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_are_looked_up_where_the_bucket_may_not_be_listed()
    {
        await StoreAsync("a.txt");
        await StoreAsync("b.txt");
        await BackUpAsync();
        await StoreAsync(Other, Target, "b.txt");
        await Other.BreakAsync("object:LIST", "status", 403, times: null, Token);
        var restored = await RestoreAsync();
        Assert.Equal((1, 1), (restored.FilesSent, restored.FilesPresent));
    }

    [Fact]
    public async Task Storage_that_cannot_be_reached_ends_the_restore_of_files()
    {
        await StoreAsync("a.txt");
        await BackUpAsync();
        await Other.BreakAsync("tcb/uploadfile", "errcode", -501001, times: null, Token);
        Assert.Equal(Target, (await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync())).Target);
    }

    [Fact]
    public async Task Plan_reads_no_file()
    {
        await StoreAsync("a.txt", "12345");
        await BackUpAsync();
        File.WriteAllText(At("files", "a.txt"), "54321");
        Assert.Equal(1, (await RestoreAsync(Restoring with { IsPlan = true })).FilesSent);
        Assert.Equal("WxCloud.Backup.ItemDamaged", Assert.Single((await TryRestoreAsync()).Errors).ErrorId);
    }

    [Fact]
    public async Task Links_in_documents_stay_as_they_are()
    {
        var link = $"https://{RunningEmulator.Bucket}.tcb.qcloud.la/a.txt";
        await AddAsync("things", $"{{_id:'link',cloud:'{link}'}}", $"{{_id:'both',url:'{link}',file:'{RunningEmulator.FileId("a.txt")}'}}");
        await BackUpAsync();
        var restored = await RestoreAsync();
        Assert.Equal((1, 1), (restored.DocumentsRewritten, restored.FileIdsRewritten));
        Assert.Equal(
            [
                $$"""{"_id":"both","url":"{{link}}","file":"{{OtherRoot}}a.txt"}""",
                $$"""{"_id":"link","cloud":"{{link}}"}""",
            ],
            await ReadAsync(Other, Target, "things"));
    }

    [Fact]
    public async Task Large_documents_go_in_several_calls_and_come_back_in_several_replies()
    {
        await AddAsync("things", [.. Enumerable.Range(0, 4).Select(static number => $"{{_id:'{number}',text:'{new string('x', 200_000)}'}}")]);
        await BackUpAsync();
        await RestoreAsync();
        Assert.Equal(2, await Other.CountAsync("tcb/databaseadd", Token));
        await Other.BreakAsync("tcb/databasequery", "errcode", -602001, times: 1, Token);
        Assert.Equal(4, (await RestoreAsync()).DocumentsPresent);
        Assert.Equal(1, await Other.CountFaultsAsync(Token));
    }

    [Theory]
    [InlineData("tcb/databasecollectionadd")]
    [InlineData("tcb/databaseupdate")]
    public async Task Reply_that_was_lost_fails_nothing(string route)
    {
        await AddAsync("new", "{_id:'1'}");
        await AddAsync("things", "{_id:'1',n:1}");
        await BackUpAsync();
        await AddAsync(Other, Target, "things", "{_id:'1',n:2}");
        await Other.BreakAsync(route, "reset", 0, times: 1, Token);
        var restored = await RestoreAsync(Restoring with { ConflictMode = WxConflictMode.Upsert });
        Assert.Equal((1, 1, 1), (restored.CollectionsCreated, restored.DocumentsInserted, restored.DocumentsReplaced));
        Assert.Equal(1, await Other.CountFaultsAsync(Token));
    }

    [Fact]
    public async Task Report_goes_where_it_is_asked_for()
    {
        await AddAsync("things", "{_id:'1'}");
        await BackUpAsync();
        Assert.Equal(Folder.At("report.jsonl"), (await RestoreAsync(Restoring with { ReportPath = Folder.At("report.jsonl") })).ReportPath);
        Assert.Empty(File.ReadAllText(Folder.At("report.jsonl")));
    }

    private async Task SaveConflictAsync()
    {
        foreach (var name in new[] { "a.txt", "b.txt", "c.txt" })
        {
            await StoreAsync(name);
        }

        await AddAsync("things", "{_id:'1',n:1}", "{_id:'2',n:2}");
        await BackUpAsync();
        await StoreAsync(Other, Target, "a.txt", "other");
        await StoreAsync(Other, Target, "b.txt", "changed");
        await StoreAsync(Other, Target, "mine.txt", "mine");
        await AddAsync(Other, Target, "things", "{_id:'1',n:99}", "{_id:'kept'}");
    }

    private async Task<(string A, string B, string C, string Mine)> ReadConflictAsync()
    {
        var files = await ReadFilesAsync(Other, Target);
        return (files["a.txt"], files["b.txt"], files["c.txt"], files["mine.txt"]);
    }
}
