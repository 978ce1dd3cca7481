using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Backups.Save;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using Xunit;

namespace WxCloud.Core.Tests.Backups;

/// <summary>The files of a backup that are made of lines, and their names.</summary>
public sealed class BackupFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Collections_have_names_of_files_that_every_disk_can_hold()
    {
        string[] collections = ["things", "Things", "con", "COM1", "lpt9", "COMX", "COM10", "图", "a/b", "a_b", "", new string('x', 100)];
        var names = new CollectionFileNames();
        var files = collections.Select(names.NameFor).ToList();
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(["things.jsonl", "COMX.jsonl", "COM10.jsonl", "图.jsonl", "a_b.jsonl"], files.Where(static file => !file.Contains('~', StringComparison.Ordinal)));
        Assert.All(files, static file => Assert.Matches(@"^\w{0,60}(~[0-9a-f]{8})?\.jsonl$", file));
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("b", "a", false)]
    [InlineData("a", "a", false)]
    public void List_of_files_is_in_the_order_of_a_listing(string first, string second, bool isRight)
    {
        var path = _folder.Write("files.jsonl", string.Concat(new[] { first, second }.Select(static name => $$"""{"cloudPath":"{{name}}","length":1,"crc64":"1","lastModified":"2026-01-01T00:00:00Z"}""" + "\n")));
        if (isRight)
        {
            Assert.Equal([first, second], LineFileReader.ReadFiles(path).Select(static file => file.CloudPath));
        }
        else
        {
            Assert.Equal("WxCloud.Backup.Damaged", Assert.Throws<WxCloudException>(() => LineFileReader.ReadFiles(path).ToList()).ErrorId);
        }
    }

    [Fact]
    public void File_appears_when_it_is_whole_and_otherwise_the_one_before_stays()
    {
        var path = _folder.Write("lines", "before");
        using (var abandoned = LineFileWriter.Create(path))
        {
            abandoned.Write("half");
        }

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        using (var lines = LineFileWriter.Create(path))
        {
            lines.Write("one");
            lines.Write("二");
            Assert.Equal((2, 8, $"{Crc64.Compute("one\n二\n"u8)}"), (lines.Count, lines.Length, lines.Crc64));
            lines.Commit();
        }

        Assert.Equal("one\n二\n", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Document_with_line_breaks_is_one_line()
    {
        await using var server = new ScriptedServer(static request => ScriptedReply.Json(
            request.Target.StartsWith("/tcb/databasequery", StringComparison.Ordinal)
                ? """{"errcode":0,"pager":{"Offset":0,"Limit":1,"Total":1},"data":["{\n  \"_id\": \"1\",\r\n  \"text\": \"文\\n<b>\"\n}"]}"""
                : """{"errcode":0}"""));
        using var connection = new WxCloudConnection(
            new() { Credential = WxCredentialKind.AccessToken, AccessToken = new("token"), Endpoint = server.Endpoint, Timeout = TimeSpan.FromHours(1) },
            new AcceleratedTime());
        var folder = new BackupFolder(_folder.At("backup"));
        folder.Prepare();
        var collection = new WxCloudCollection { Name = "things", Count = 1 };
        var saved = await new CollectionBackup(connection.Engine.Documents, TimeProvider.System)
            .SaveAsync("env", collection, "things.jsonl", folder, meter: null, TestContext.Current.CancellationToken);
        Assert.Equal(1, saved.Documents);
        Assert.Equal("""{"_id":"1","text":"文\n<b>"}""", Assert.Single(File.ReadAllLines(folder.CollectionOf(saved))));
    }
}
