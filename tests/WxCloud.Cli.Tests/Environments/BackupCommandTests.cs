using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Environments;

/// <summary>Each argument and option of <c>wxcloud backup</c> and <c>wxcloud restore</c>.</summary>
public sealed class BackupCommandTests : CommandLineTest
{
    [Fact]
    public async Task Backup_saves_everything_and_a_second_one_receives_nothing()
    {
        await FillAsync();
        var run = await SucceedAsync("backup", "saved");
        Assert.Equal("complete  3 files (26 B), 3 received; 2 collections, 3 documents", run.Output.Trim());
        Assert.Equal("图", await File.ReadAllTextAsync(Folder.At("saved/files/img/图.txt"), Token));
        var json = JsonDocument.Parse((await SucceedAsync("backup", "saved", "--json")).Output).RootElement;
        Assert.Equal((true, 3, 0, "Listing", Folder.At("saved")), (json.GetProperty("complete").GetBoolean(), json.GetProperty("files").GetInt32(), json.GetProperty("filesReceived").GetInt32(), json.GetProperty("fileSource").GetString(), json.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Prefixes_and_collections_choose()
    {
        await FillAsync();
        var run = await SucceedAsync("backup", "saved", "--prefix", "img", "--prefix", "no/", "--collection", "thi*", "--collection", "none*");
        Assert.Equal("complete  1 files (3 B), 1 received; 1 collections, 2 documents", run.Output.Trim());
    }

    [Fact]
    public async Task Files_only_and_documents_only_leave_out_the_others()
    {
        await FillAsync();
        Assert.Equal("complete  3 files (26 B), 3 received; 0 collections, 0 documents", (await SucceedAsync("backup", "files", "--files-only")).Output.Trim());
        Assert.Equal("complete  0 files (0 B), 0 received; 2 collections, 3 documents", (await SucceedAsync("backup", "documents", "--documents-only")).Output.Trim());
        await SucceedAsync("backup", "both");
        await using var other = await CloudEmulator.StartAsync(Token);
        Assert.StartsWith("restored  0 files (0 B) sent, 0 there already; 3 documents inserted", (await AgainstAsync(other, "restore", "both", "--documents-only")).Output.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("restored  3 files (26 B) sent, 0 there already; 0 documents inserted, 0 replaced, 0 there already", (await AgainstAsync(other, "restore", "both", "--files-only")).Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_counts_and_writes_nothing()
    {
        await FillAsync();
        Assert.Equal("planned  3 files (26 B), 3 received; 2 collections, 3 documents", (await SucceedAsync("backup", "saved", "--what-if")).Output.Trim());
        Assert.False(Directory.Exists(Folder.At("saved")));
    }

    [Fact]
    public async Task Max_delete_keeps_files_and_exits_with_1()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        await SucceedAsync("delete", CloudEmulator.FileId("a.txt"));
        var run = await RunAsync("backup", "saved", "--max-delete", "0");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("incomplete", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.True(File.Exists(Folder.At("saved/files/a.txt")));
        await SucceedAsync("backup", "saved", "--max-delete", "1");
        Assert.False(File.Exists(Folder.At("saved/files/a.txt")));
    }

    [Fact]
    public async Task Throttle_limit_bounds_the_downloads()
    {
        for (var i = 0; i < 6; i++)
        {
            await StoreAsync($"{i}.txt");
        }

        await Emulator.BreakAsync("object:GET", "delay", 100, times: null, Token);
        await SucceedAsync("backup", "saved", "--throttle-limit", "1");
        Assert.InRange(await Emulator.MaxInFlightAsync(Token), 1, 2);
    }

    [Fact]
    public async Task Verify_needs_no_connection_and_names_what_is_damaged()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        var offline = new Dictionary<string, string?> { ["WXCLOUD_APPID"] = null, ["WXCLOUD_APPSECRET"] = null, ["WXCLOUD_ENDPOINT"] = "http://127.0.0.1:1/" };
        var run = await RunAsync(["backup", "saved", "--verify"], environment: offline);
        Assert.Equal((0, "intact", ""), (run.ExitCode, run.Output.Trim(), run.Error));
        run = await RunAsync(["backup", "saved", "--verify", "--json"], environment: offline);
        var intact = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, "", true, Folder.At("saved")), (run.ExitCode, run.Error, intact.GetProperty("intact").GetBoolean(), intact.GetProperty("path").GetString()));
        await File.AppendAllTextAsync(Folder.At("saved/files/a.txt"), "x", Token);
        File.Delete(Folder.At("saved/collections/things.jsonl"));
        run = await RunAsync(["backup", "saved", "--verify"], environment: offline);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(["a.txt  (the length differs)", "things  (missing)"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim()));
        run = await RunAsync(["backup", "saved", "--verify", "--json"], environment: offline);
        Assert.Equal(["LengthDiffers", "Missing"], Values(run.Output, "problem"));
        run = await RunAsync(["backup", "stored", "--verify"], environment: offline);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("stored", run.Error, StringComparison.Ordinal);
        Assert.Contains("no backup", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_brings_files_and_documents_to_another_environment()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        await using var other = await CloudEmulator.StartAsync(Token);
        var run = await AgainstAsync(other, "restore", "saved");
        Assert.Equal("restored  3 files (26 B) sent, 0 there already; 3 documents inserted, 0 replaced, 0 there already, 1 with other fileIDs", run.Output.Trim());
        Assert.Equal("""{"_id":"1","n":1}""", (await AgainstAsync(other, "db", "query", "things", "--id", "1", "--json")).Output.Trim());
        run = await AgainstAsync(other, "restore", "saved", "--json");
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((3, 3, 0), (json.GetProperty("filesPresent").GetInt32(), json.GetProperty("documentsPresent").GetInt32(), json.GetProperty("filesSent").GetInt32()));
    }

    [Fact]
    public async Task Restore_takes_prefix_collection_report_and_throttle_limit()
    {
        await FillAsync();
        for (var i = 0; i < 6; i++)
        {
            await StoreAsync($"more/{i}.txt");
        }

        await SucceedAsync("backup", "saved");
        await using var other = await CloudEmulator.StartAsync(Token);
        await other.BreakAsync("object:POST", "delay", 100, times: null, Token);
        var run = await AgainstAsync(other, "restore", "saved", "--prefix", "img/", "--collection", "links", "--report", "report.jsonl", "--throttle-limit", "1");
        Assert.Equal("restored  1 files (3 B) sent, 0 there already; 1 documents inserted, 0 replaced, 0 there already, 1 with other fileIDs", run.Output.Trim());
        Assert.Equal("""{"collection":"links","id":"l","result":"Inserted","fields":["file"]}""", (await File.ReadAllTextAsync(Folder.At("report.jsonl"), Token)).Trim());
        await AgainstAsync(other, "restore", "saved", "--report", "report.jsonl", "--throttle-limit", "1");
        Assert.InRange(await other.MaxInFlightAsync(Token), 1, 2);
    }

    [Fact]
    public async Task Backup_and_restore_are_of_the_environment_that_is_named()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        foreach (var (command, reason) in new[] { ("backup", "none"), ("restore", "The cloud environment is not valid") })
        {
            var run = await RunAsync(command, "saved", "--env", "none");
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Conflict_is_an_error_and_upsert_replaces()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        await SucceedAsync("db", "update", "things", "{\"n\":9}", "--id", "1");
        var run = await RunAsync("restore", "saved");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("things/1: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 replaced", (await SucceedAsync("restore", "saved", "--conflict-mode", "upsert", "--what-if")).Output, StringComparison.Ordinal);
        Assert.Contains("1 replaced", (await SucceedAsync("restore", "saved", "--conflict-mode", "upsert")).Output, StringComparison.Ordinal);
        Assert.Contains("0 replaced", (await SucceedAsync("restore", "saved", "--conflict-mode", "upsert")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incomplete_backup_is_restored_only_when_that_is_allowed()
    {
        await FillAsync();
        Assert.Equal(1, (await RunAsync("backup", "saved", "--collection", "things", "--collection", "nothing")).ExitCode);
        var run = await RunAsync("restore", "saved");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--allow-incomplete", run.Error, StringComparison.Ordinal);
        await SucceedAsync("restore", "saved", "--allow-incomplete");
    }

    [Fact]
    public async Task Emulator_starts_with_a_backup_in_its_first_environment()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        using var emulator = await RestoredEmulator.StartAsync(Folder.At("saved"), "--in-memory", "--environment", "local-env", "--environment", "other-env");
        Assert.Equal("restored: 3 files (26 B) sent, 0 there already; 3 documents inserted, 0 replaced, 0 there already, 1 with other fileIDs", emulator.Report);
        Assert.Equal(["a.txt", "img/图.txt", "z.md"], Values((await AgainstAsync(emulator, "list", "--recurse", "--json")).Output, "cloudPath"));
        Assert.Empty(Directory.GetFiles(Folder.At("saved"), "restore*"));
    }

    [Fact]
    public async Task Emulator_with_data_gets_what_the_backup_has_and_keeps_the_rest()
    {
        await FillAsync();
        await SucceedAsync("backup", "saved");
        using (var first = await RestoredEmulator.StartAsync(Folder.At("saved"), "--data-path", Folder.At("kept")))
        {
            await AgainstAsync(first, "upload", Folder.Write("changed.txt", "changed"), "--cloud-path", "a.txt");
            await AgainstAsync(first, "upload", Folder.Write("mine.txt", "mine"), "--cloud-path", "mine.txt");
            await AgainstAsync(first, "db", "update", "things", "{\"n\":9}", "--id", "1");
            await AgainstAsync(first, "db", "add", "things", "{\"_id\":\"mine\"}");
        }

        using var second = await RestoredEmulator.StartAsync(Folder.At("saved"), "--data-path", Folder.At("kept"));
        Assert.Equal(("restored: 1 files", "2 there already; 0 documents inserted, 1 replaced, 2 there already"), (second.Report[..17], second.Report.Split("sent, ")[1].Split(", 1 with")[0]));
        Assert.Equal(["a.txt", "img/图.txt", "mine.txt", "z.md"], Values((await AgainstAsync(second, "list", "--recurse", "--json")).Output, "cloudPath"));
        Assert.Equal("""{"_id":"1","n":1}""", (await AgainstAsync(second, "db", "query", "things", "--id", "1", "--json")).Output.Trim());
        Assert.Equal("""{"_id":"mine"}""", (await AgainstAsync(second, "db", "query", "things", "--id", "mine", "--json")).Output.Trim());
        await AgainstAsync(second, "download", CloudEmulator.FileId("a.txt"), "--destination", "down");
        Assert.Equal(await File.ReadAllTextAsync(Folder.At("saved/files/a.txt"), Token), await File.ReadAllTextAsync(Folder.At("down/a.txt"), Token));
    }

    [Fact]
    public async Task Emulator_with_a_folder_that_is_no_backup_ends_with_1()
    {
        Folder.Write("other/a.txt");
        var run = await RunAsync("emulator", "--port", "0", "--in-memory", "--restore", "other");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no backup", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup", "")]
    [InlineData("backup", "a", "b")]
    [InlineData("backup", "a", "--prefix", "")]
    [InlineData("backup", "a", "--verify", "--what-if")]
    [InlineData("backup", "a", "--max-delete", "some")]
    [InlineData("backup", "a", "--throttle-limit", "0")]
    [InlineData("backup", "a", "--files-only", "--documents-only")]
    [InlineData("backup", "a", "--files-only", "--collection", "b")]
    [InlineData("backup", "a", "--documents-only", "--prefix", "b")]
    [InlineData("restore", "a", "--documents-only", "--prefix", "b")]
    [InlineData("restore")]
    [InlineData("restore", "a", "--collection", "")]
    [InlineData("restore", "a", "--conflict-mode", "merge")]
    [InlineData("restore", "a", "--report", "")]
    [InlineData("emulator", "--restore", "")]
    public async Task Wrong_usage_exits_with_2(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).ExitCode);

    private async Task FillAsync()
    {
        await StoreAsync("a.txt");
        await StoreAsync("img/图.txt", "图");
        await StoreAsync("z.md");
        await SucceedAsync("db", "collections", "--add", "things");
        await SucceedAsync("db", "collections", "--add", "links");
        await SucceedAsync("db", "add", "things", "{\"_id\":\"1\",\"n\":1}", "{\"_id\":\"2\",\"n\":2}");
        await SucceedAsync("db", "add", "links", $"{{\"_id\":\"l\",\"file\":\"{CloudEmulator.FileId("a.txt")}\"}}");
    }

    private Task<CommandLineRun> AgainstAsync(CloudEmulator emulator, params string[] arguments) => AgainstAsync(emulator.Endpoint, arguments);

    private Task<CommandLineRun> AgainstAsync(RestoredEmulator emulator, params string[] arguments) => AgainstAsync(emulator.Endpoint, [.. arguments, "--no-token-cache"]);

    private async Task<CommandLineRun> AgainstAsync(Uri endpoint, string[] arguments)
    {
        var run = await new CommandLineProgram(endpoint, Folder.Path).RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    /// <summary><c>wxcloud emulator --restore</c> on a free port, killed at the end.</summary>
    private sealed class RestoredEmulator : IDisposable
    {
        private readonly Process _process;

        private RestoredEmulator(Process process, Uri endpoint, string report)
        {
            _process = process;
            Endpoint = endpoint;
            Report = report;
        }

        public Uri Endpoint { get; }

        /// <summary>The line that says what was restored.</summary>
        public string Report { get; }

        public static async Task<RestoredEmulator> StartAsync(string backup, params string[] options)
        {
            var process = new Process
            {
                StartInfo = new(CommandLineProgram.FileName, [.. CommandLineProgram.FirstArguments, "emulator", "--port", "0", "--restore", backup, .. options])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                },
            };
            process.StartInfo.Environment["LANG"] = "en_US.UTF-8";
            process.Start();
            var address = (await ReadLineAsync()).Split(' ').First(static word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',');
            string line;
            do
            {
                line = await ReadLineAsync();
            }
            while (!line.StartsWith("restored", StringComparison.Ordinal));
            return new(process, new(address), line);

            async Task<string> ReadLineAsync() => await process.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(Token));
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
