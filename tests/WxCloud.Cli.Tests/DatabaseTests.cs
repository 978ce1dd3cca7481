using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

public sealed class DatabaseTests : CommandLineTest
{
    [Fact]
    public async Task Documents_are_added_and_read_as_JSON_lines()
    {
        await SucceedAsync("db", "collections", "--add", "things");
        var added = await SucceedAsync("db", "add", "things", """{"_id":"a","n":1,"at":{"$date":"2024-01-01T00:00:00.000Z"},"big":{"$numberLong":"9007199254740993"}}""", """[{"_id":"b","n":2},{"_id":"c","n":3}]""", "--json");
        Assert.Equal(["a", "b", "c"], Values(added.Output, "id"));
        Assert.Equal(
            """{"_id":"a","n":1,"at":{"$date":"2024-01-01T00:00:00.000Z"},"big":{"$numberLong":"9007199254740993"}}""",
            (await SucceedAsync("db", "query", "things", "--filter", """{"n":{"$lt":2}}""", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Documents_are_read_from_standard_input_and_a_bad_line_is_one_error()
    {
        await SucceedAsync("db", "collections", "--add", "things");
        var run = await RunAsync(["db", "add", "things", "-", "--json"], "{\"_id\":\"a\"}\n\nnot json\n{\"_id\":\"a\"}\n{\"_id\":\"b\"}\n");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["a", "b"], Values(run.Output, "id"));
        Assert.Equal(["WxCloud.Database.DuplicateKey", "WxCloud.Database.JsonMalformed"], Values(run.Error, "errorId"));
        Assert.Equal("""{"count":2}""", (await SucceedAsync("db", "count", "things", "--json")).Output.Trim());
    }

    [Fact]
    public async Task A_query_sorts_pages_and_chooses_fields()
    {
        await FillAsync();
        Assert.Equal(["{\"_id\":\"d\",\"n\":4}", "{\"_id\":\"c\",\"n\":3}"], Lines((await SucceedAsync("db", "query", "things", "--order-by", "n desc", "--field", "n", "--skip", "1", "--first", "2", "--json")).Output));
        Assert.Equal(["c", "a"], Lines((await SucceedAsync("db", "query", "things", "--id", "c", "--id", "a", "--json")).Output).Select(static line => line[8..9]));
        var missing = await RunAsync("db", "query", "things", "--id", "gone", "--json");
        Assert.Equal((1, "WxCloud.Database.DocumentMissing"), (missing.ExitCode, Values(missing.Error, "errorId").Single()));
    }

    [Fact]
    public async Task Options_of_a_query_apply_to_statements_and_ids_too()
    {
        await FillAsync();
        Assert.Equal(["b", "c"], Values((await SucceedAsync("db", "query", "--statement", "db.collection('things').get()", "--skip", "1", "--first", "2", "--json")).Output, "_id"));
        Assert.Equal("""{"_id":"a","n":1}""", (await SucceedAsync("db", "query", "things", "--id", "a", "--field", "n", "--json")).Output.Trim());
        Assert.Equal("""{"_id":"a","n":1}""", (await SucceedAsync("db", "query", "things", "--filter", """{"n":1}""", "--field", "n", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Count_takes_a_filter()
    {
        await FillAsync();
        Assert.Equal("""{"count":2}""", (await SucceedAsync("db", "count", "things", "--filter", """{"n":{"$gt":3}}""", "--json")).Output.Trim());
    }

    [Fact]
    public async Task What_if_changes_nothing_and_all_selects_every_document()
    {
        await FillAsync();
        Assert.Equal("""{"count":2}""", (await SucceedAsync("db", "update", "things", """{"n":0}""", "--id", "a", "--id", "b", "--what-if", "--json")).Output.Trim());
        Assert.Equal("""{"count":1}""", (await SucceedAsync("db", "remove", "things", "--id", "a", "--what-if", "--json")).Output.Trim());
        await SucceedAsync("db", "update", "things", """{"n":0}""", "--filter", """{"n":1}""", "--what-if");
        await SucceedAsync("db", "remove", "things", "--filter", """{"n":1}""", "--what-if");
        Assert.Equal("""{"_id":"a","n":1,"name":"安娜"}""", (await SucceedAsync("db", "query", "things", "--id", "a", "--json")).Output.Trim());
        Assert.Contains("\"matched\":5,\"modified\":5", (await SucceedAsync("db", "update", "things", """{"all":true}""", "--all", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_prints_a_table_for_people()
    {
        await FillAsync();
        var lines = Lines((await SucceedAsync("db", "query", "things", "--first", "1")).Output);
        Assert.Contains("_id", lines.First(static line => line.Contains("name", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(lines, static line => line.Contains("安娜", StringComparison.Ordinal) && line.Contains('1', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_statement_takes_parameters_that_never_become_code()
    {
        await FillAsync();
        const string Statement = "db.collection('things').where({ name: @name, n: _.gt(@min) }).get()";
        Assert.Equal(["{\"_id\":\"a\",\"n\":1,\"name\":\"安娜\"}"], Lines((await SucceedAsync("db", "query", "--statement", Statement, "--parameter", "name=安娜", "--parameter", "min=0", "--json")).Output));
        Assert.Empty(Lines((await SucceedAsync("db", "query", "--statement", Statement, "--parameter", "name=' || true || '", "--parameter", "min=0", "--json")).Output));
        var wrong = await RunAsync("db", "query", "--statement", "db.collection('things').were({}).get()", "--json");
        Assert.Equal((1, "WxCloud.Database.StatementInvalid"), (wrong.ExitCode, Values(wrong.Error, "errorId").Single()));
    }

    [Fact]
    public async Task Updates_and_removals_print_the_number_of_documents()
    {
        await FillAsync();
        Assert.Equal("""{"count":2}""", (await SucceedAsync("db", "update", "things", """{"n":0}""", "--filter", """{"n":{"$gt":3}}""", "--what-if", "--json")).Output.Trim());
        Assert.Contains("\"matched\":2,\"modified\":2", (await SucceedAsync("db", "update", "things", """{"n":{"$inc":1}}""", "--filter", """{"n":{"$gt":3}}""", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"modified\":1", (await SucceedAsync("db", "update", "things", """{"m":1}""", "--id", "a", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"created\":true", (await SucceedAsync("db", "update", "things", """{"m":1}""", "--id", "new", "--replace", "--json")).Output, StringComparison.Ordinal);
        Assert.Equal("""{"count":6}""", (await SucceedAsync("db", "remove", "things", "--all", "--what-if", "--json")).Output.Trim());
        Assert.Contains("\"removed\":1", (await SucceedAsync("db", "remove", "things", "--id", "a", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"removed\":2", (await SucceedAsync("db", "remove", "things", "--filter", """{"n":{"$gt":3}}""", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"removed\":3", (await SucceedAsync("db", "remove", "things", "--all", "--json")).Output, StringComparison.Ordinal);
        var empty = await RunAsync("db", "remove", "things", "--filter", "{}", "--json");
        Assert.Equal((1, "WxCloud.Database.FilterEmpty"), (empty.ExitCode, Values(empty.Error, "errorId").Single()));
    }

    [Fact]
    public async Task Stages_and_statements_are_aggregated()
    {
        await FillAsync();
        Assert.Equal("""{"_id":null,"sum":14}""", (await SucceedAsync("db", "aggregate", "things", """{"$match":{"n":{"$gt":1}}}""", """{"$group":{"_id":null,"sum":{"$sum":"$n"}}}""", "--json")).Output.Trim());
        Assert.Equal("""{"c":3}""", (await SucceedAsync("db", "aggregate", "--statement", "db.collection('things').aggregate().match({ n: _.gt(@min) }).count('c').end()", "--parameter", "min=2", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Collections_and_indexes_are_created_listed_and_removed()
    {
        await SucceedAsync("db", "collections", "--add", "one", "--add", "two");
        await SucceedAsync("db", "index", "one", "--create", """{"name":"email","unique":true,"keys":{"email":1}}""");
        Assert.Equal(["one", "two"], Values((await SucceedAsync("db", "collections", "--json")).Output, "name"));
        await SucceedAsync("db", "add", "one", """{"_id":"a","email":"x"}""");
        Assert.Equal(1, (await RunAsync("db", "add", "one", """{"_id":"b","email":"x"}""")).ExitCode);
        await SucceedAsync("db", "index", "one", "--drop", "email");
        await SucceedAsync("db", "add", "one", """{"_id":"b","email":"x"}""");
        var exists = await RunAsync("db", "collections", "--add", "one", "--json");
        Assert.Equal((1, "WxCloud.Database.CollectionExists"), (exists.ExitCode, Values(exists.Error, "errorId").Single()));
        await SucceedAsync("db", "collections", "--remove", "one");
        Assert.Equal(["two"], Values((await SucceedAsync("db", "collections", "--json")).Output, "name"));
    }

    [Fact]
    public async Task Collections_are_exported_and_imported()
    {
        await FillAsync();
        await SucceedAsync("db", "collections", "--add", "copy");
        var json = Path.Combine(Folder.Path, "things.json");
        var csv = Path.Combine(Folder.Path, "things.txt");
        Assert.Contains("\"succeeded\":5", (await SucceedAsync("db", "export", "things", json, "--json")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("db", "export", "things", json)).ExitCode);
        await SucceedAsync("db", "export", "things", json, "--force", "--filter", """{"n":{"$gt":1}}""");
        Assert.Contains("\"succeeded\":4", (await SucceedAsync("db", "import", "copy", json, "--json")).Output, StringComparison.Ordinal);
        await SucceedAsync("db", "export", "things", csv, "--file-type", "csv");
        Assert.Equal(6, File.ReadLines(csv).Count());
        var again = await RunAsync("db", "import", "copy", json, "--json");
        Assert.Equal((1, "WxCloud.Database.DocumentsFailed"), (again.ExitCode, Values(again.Error, "errorId").Single()));
        await SucceedAsync("db", "import", "copy", json, "--conflict-mode", "upsert");
        File.WriteAllText(json, "not json\n{\"_id\":\"after\"}");
        Assert.Equal(1, (await RunAsync("db", "import", "copy", json, "--stop-on-error")).ExitCode);
        Assert.Equal(1, (await RunAsync("db", "query", "copy", "--id", "after")).ExitCode);
        Assert.Equal(1, (await RunAsync("db", "import", "copy", json)).ExitCode);
        await SucceedAsync("db", "query", "copy", "--id", "after");
        File.WriteAllText(csv, "_id,n\nrow,1\n");
        await SucceedAsync("db", "import", "copy", csv, "--file-type", "csv");
        await SucceedAsync("db", "query", "copy", "--id", "row");
        await SucceedAsync("db", "export", "copy", Path.ChangeExtension(csv, ".csv"), "--filter", """{"_id":"row"}""");
        Assert.Equal(["_id,n", "row,1"], File.ReadLines(Path.ChangeExtension(csv, ".csv")));
        await SucceedAsync("db", "import", "copy", Path.ChangeExtension(csv, ".csv"), "--conflict-mode", "upsert");
        File.WriteAllText(json, "{\"_id\":\"late\"}");
        Assert.Contains("\"status\":\"started\"", (await SucceedAsync("db", "import", "copy", json, "--no-wait", "--json")).Output, StringComparison.Ordinal);
        await SucceedAsync("db", "export", "copy", Path.Combine(Folder.Path, "never.json"), "--no-wait");
        Assert.False(File.Exists(Path.Combine(Folder.Path, "never.json")));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("query", "things", "--statement", "db.collection('c').get()")]
    [InlineData("query", "things", "--filter", "not json")]
    [InlineData("query", "things", "--filter", "[1]")]
    [InlineData("query", "things", "--first", "x")]
    [InlineData("query", "things", "--id", "a", "--filter", "{}")]
    [InlineData("query", "--statement", "x", "--parameter", "noequals")]
    [InlineData("update", "things", "{}")]
    [InlineData("update", "things", "{}", "--all", "--id", "a")]
    [InlineData("update", "things", "{}", "--all", "--replace")]
    [InlineData("remove", "things")]
    [InlineData("index", "things")]
    [InlineData("import", "things")]
    [InlineData("import", "things", "f", "--file-type", "xml")]
    public async Task Wrong_usage_exits_with_2_and_names_the_command(params string[] arguments)
    {
        var run = await RunAsync(["db", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"wxcloud db {arguments[0]} --help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_collection_is_an_error_that_names_it()
    {
        var run = await RunAsync("db", "query", "nowhere", "--json");
        Assert.Equal((1, "WxCloud.Database.CollectionMissing"), (run.ExitCode, Values(run.Error, "errorId").Single()));
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task FillAsync()
    {
        await SucceedAsync("db", "collections", "--add", "things");
        await SucceedAsync("db", "add", "things", """[{"_id":"a","n":1,"name":"安娜"},{"_id":"b","n":2},{"_id":"c","n":3},{"_id":"d","n":4},{"_id":"e","n":5}]""");
    }
}
