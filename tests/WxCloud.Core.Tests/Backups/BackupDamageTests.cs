using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Cos;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>Backups that were damaged or tampered with.</summary>
public sealed class BackupDamageTests : BackupTest
{
    public static TheoryData<string, string, Action<string>> Damages => new()
    {
        { "a file is missing", "a.txt: Missing", static path => File.Delete(Path.Combine(path, "files", "a.txt")) },
        { "a file is longer", "a.txt: LengthDiffers", static path => File.AppendAllText(Path.Combine(path, "files", "a.txt"), "x") },
        { "a byte differs", "a.txt: ContentDiffers", static path => Change(Path.Combine(path, "files", "a.txt")) },
        { "a file is too many", "b/0.txt: Extra", static path => File.WriteAllText(Path.Combine(path, "files", "b", "0.txt"), "x") },
        { "the last file is too many", "zz.txt: Extra", static path => File.WriteAllText(Path.Combine(path, "files", "zz.txt"), "x") },
        { "a collection is missing", "things: Missing", static path => File.Delete(Path.Combine(path, "collections", "things.jsonl")) },
        { "a byte of a collection differs", "things: ContentDiffers", static path => Change(Path.Combine(path, "collections", "things.jsonl")) },
        { "a collection is too many", "x.jsonl: Extra", static path => File.WriteAllText(Path.Combine(path, "collections", "x.jsonl"), "") },
        { "the list differs", "files.jsonl: ContentDiffers", static path => Change(Path.Combine(path, "files.jsonl")) },
        { "the list is missing", "files.jsonl: Missing", static path => File.Delete(Path.Combine(path, "files.jsonl")) },
        { "a number of the manifest differs", "manifest.json: ContentDiffers", static path => Replace(Path.Combine(path, "manifest.json"), "\"documents\": 1", "\"documents\": 2") },
        { "the manifest ends early", "manifest.json: ContentDiffers", static path => Cut(Path.Combine(path, "manifest.json")) },
        { "a file is a link", "a.txt: NotWithinBackup", static path => ReplaceByLink(Path.Combine(path, "files", "a.txt")) },
        { "a file is a folder", "a.txt: NotWithinBackup", static path => MakeFolder(Path.Combine(path, "files", "a.txt")) },
    };

    /// <summary>Where links need a privilege, a folder is no file of the backup either.</summary>
    private static void ReplaceByLink(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            MakeFolder(path);
            return;
        }

        File.Move(path, Path.Combine(path, "..", "..", "..", "elsewhere"));
        File.CreateSymbolicLink(path, Path.Combine("..", "..", "elsewhere"));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damage_is_named(string what, string expected, Action<string> damage)
    {
        await SaveAsync();
        Assert.Equal("", await DamageAsync());
        damage(BackupPath);
        Assert.True(expected == await DamageAsync(), $"{what}: {await DamageAsync()}");
    }

    [Fact]
    public async Task Link_out_of_the_backup_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        await SaveAsync();
        var outside = Folder.Write("outside/1.txt", "b/1.txt");
        Directory.Delete(At("files", "b"), recursive: true);
        Directory.CreateSymbolicLink(At("files", "b"), Path.GetDirectoryName(outside)!);
        Assert.Equal("b/1.txt: NotWithinBackup", await DamageAsync());
        var (_, errors) = await TryRestoreAsync();
        Assert.Equal("WxCloud.Backup.ItemIsLink", Assert.Single(errors).ErrorId);
        Assert.Equal(["a.txt"], (await ReadFilesAsync(Other, Target)).Keys);
    }

    [Theory]
    [InlineData("../../outside.txt")]
    [InlineData("/outside.txt")]
    [InlineData("a//outside.txt")]
    public async Task Name_that_leads_out_of_the_backup_is_refused(string name)
    {
        await SaveAsync();
        Folder.Write("outside.txt", "secret");
        var crc64 = Crc64.Compute("secret"u8).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Rewrite(new(name, 6, crc64, DateTimeOffset.UtcNow));
        Assert.Contains($"{name}: NotWithinBackup", await DamageAsync(), StringComparison.Ordinal);
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal("WxCloud.Target.OutsideDestination", Assert.Single(errors).ErrorId);
        Assert.Equal(0, restored!.FilesSent);
        Assert.Empty(await ReadFilesAsync(Other, Target));
    }

    [Theory]
    [InlineData("../../outside.jsonl")]
    [InlineData("..\\outside.jsonl")]
    [InlineData("..")]
    public async Task Collection_file_that_leads_out_of_the_backup_is_refused(string name)
    {
        await SaveAsync();
        var manifest = Manifest();
        (manifest with { Collections = [manifest.Collections[0] with { File = name }] }).Write(new(BackupPath));
        Assert.Contains("things: NotWithinBackup", await DamageAsync(), StringComparison.Ordinal);
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal(("WxCloud.Target.OutsideDestination", 0), (Assert.Single(errors).ErrorId, restored!.DocumentsInserted));
    }

    [Fact]
    public async Task Damaged_file_is_not_restored_and_the_others_are()
    {
        await SaveAsync();
        Change(At("files", "a.txt"));
        File.Delete(At("collections", "things.jsonl"));
        var (restored, errors) = await TryRestoreAsync();
        Assert.Equal(["WxCloud.Backup.ItemDamaged a.txt", "WxCloud.Backup.ItemMissing things"], errors.Select(static error => $"{error.ErrorId} {error.Target}"));
        Assert.Equal((1, 2), (restored!.FilesSent, restored.Failed));
        Assert.Equal(["b/1.txt"], (await ReadFilesAsync(Other, Target)).Keys);
    }

    [Theory]
    [InlineData("files.jsonl")]
    [InlineData("manifest.json")]
    public async Task Damaged_list_or_manifest_restores_nothing(string name)
    {
        await SaveAsync();
        Change(At(name));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync());
        Assert.Equal("WxCloud.Backup.Damaged", error.ErrorId);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadFilesAsync(Other, Target));
    }

    /// <summary>Lists of files that can still be read.</summary>
    public static TheoryData<string, Func<string, string>> ValidChanges => new()
    {
        { "a length", static list => Replaced(list, "\"length\":5", "\"length\":6") },
        { "a checksum", static list => Replaced(list, "\"crc64\":\"", "\"crc64\":\"1") },
        { "a content type", static list => Replaced(list, "text/plain", "text/plaim") },
        { "a content type that is new", static list => Replaced(list, "\"}\n", "\",\"contentType\":\"text/html\"}\n") },
        { "a name", static list => Replaced(list, "a.txt", "a.txu") },
        { "a line that is gone", static list => list[(list.IndexOf('\n', StringComparison.Ordinal) + 1)..] },
        { "a line that is new", static list => list + "{\"cloudPath\":\"z.txt\",\"length\":0,\"crc64\":\"0\",\"lastModified\":\"2026-01-01T00:00:00Z\"}\n" },
    };

    [Theory]
    [MemberData(nameof(ValidChanges))]
    public async Task List_of_files_with_a_valid_change_is_damaged_and_restores_nothing(string what, Func<string, string> change)
    {
        // Stored as plain text, which is not the type of its extension.
        await StoreAsync("c.md");
        await SaveAsync();
        File.WriteAllText(At("files.jsonl"), change(File.ReadAllText(At("files.jsonl"))));
        Assert.NotEmpty(LineFileReader.ReadFiles(At("files.jsonl")));
        Assert.True(await DamageAsync() is "files.jsonl: LengthDiffers" or "files.jsonl: ContentDiffers", $"{what}: {await DamageAsync()}");
        var error = await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync());
        Assert.Equal("WxCloud.Backup.Damaged", error.ErrorId);
        Assert.Contains("files.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadFilesAsync(Other, Target));
        Assert.Empty(await Other.Engine.Collections.ListAsync(Target, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Folder_that_is_no_backup_is_refused()
    {
        Assert.Equal("WxCloud.Local.NotFound", (await Assert.ThrowsAsync<WxCloudException>(DamageAsync)).ErrorId);
        Directory.CreateDirectory(BackupPath);
        Assert.Equal("WxCloud.Backup.NotABackup", (await Assert.ThrowsAsync<WxCloudException>(DamageAsync)).ErrorId);
        File.WriteAllText(At("manifest.json"), """{"name":"my-app","version":3}""");
        Assert.Equal("WxCloud.Backup.NotABackup", (await Assert.ThrowsAsync<WxCloudException>(DamageAsync)).ErrorId);
        Assert.Equal("WxCloud.Backup.NotABackup", (await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync())).ErrorId);
    }

    [Fact]
    public async Task Backup_of_another_version_is_refused_whatever_else_it_holds()
    {
        Directory.CreateDirectory(BackupPath);
        File.WriteAllText(At("manifest.json"), """{"format":"wxcloud-backup","version":2,"somethingNew":true}""");
        var error = await Assert.ThrowsAsync<WxCloudException>(DamageAsync);
        Assert.Equal("WxCloud.Backup.OtherVersion", error.ErrorId);
        Assert.Contains(" 2 ", error.Message, StringComparison.Ordinal);
        Assert.Equal("WxCloud.Backup.OtherVersion", (await Assert.ThrowsAsync<WxCloudException>(() => TryRestoreAsync())).ErrorId);
        Assert.Equal("WxCloud.Backup.OtherVersion", (await Assert.ThrowsAsync<WxCloudException>(() => TryBackUpAsync())).ErrorId);
    }

    private static void Change(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(string path, string before, string after) => File.WriteAllText(path, Replaced(File.ReadAllText(path), before, after));

    private static string Replaced(string text, string before, string after)
    {
        Assert.Contains(before, text, StringComparison.Ordinal);
        return text.Replace(before, after, StringComparison.Ordinal);
    }

    private static void Cut(string path) => File.WriteAllText(path, File.ReadAllText(path)[..200]);

    private static void MakeFolder(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private async Task SaveAsync()
    {
        await StoreAsync("a.txt");
        await StoreAsync("b/1.txt");
        await AddAsync("things", "{_id:'1',n:1}");
        await BackUpAsync();
    }

    /// <summary>Makes a backup of one file, with the right checksums.</summary>
    private void Rewrite(FileEntry entry)
    {
        using var list = LineFileWriter.Create(At("files.jsonl"));
        list.Write(System.Text.Json.JsonSerializer.Serialize(entry, BackupJson.Lines.FileEntry));
        list.Commit();
        (Manifest() with { Files = new(1, entry.Length, list.Length, list.Crc64), Collections = [] }).Write(new(BackupPath));
    }
}
