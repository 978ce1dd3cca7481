using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class MigrationTests : IAsyncLifetime
{
    private TestEmulator _emulator = null!;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _database = await TestDatabase.CreateAsync(_emulator);
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task JSON_lines_come_in_with_their_types()
    {
        var job = await ImportAsync("in.json", """
            {"_id":"a","n":1,"l":{"$numberLong":"1"},"at":{"$date":"2018-08-31T17:30:00.882Z"},"o.p":2}

            {"_id":"b","s":"中"}
            """, fileType: "1");

        Assert.Equal(("success", 2, 0), (job.Text("status"), job.Number("record_success"), job.Number("record_fail")));
        Assert.Equal("""{"_id":"a","n":1,"l":{"$numberLong":"1"},"at":{"$date":"2018-08-31T17:30:00.882Z"},"o":{"p":2}}""", (await _database.FindAsync("doc('a')"))[0]);
    }

    [Fact]
    public async Task CSV_comes_in_with_numbers_and_quotes()
    {
        var job = await ImportAsync("in.csv", "_id,name,n,o.p\r\n1,\"a, \"\"b\"\"\nc\",2.5,7\r\n2,x,007,\r\n", fileType: "\"2\"");

        Assert.Equal(2, job.Number("record_success"));
        Assert.Equal(
            ["""{"_id":"1","name":"a, \"b\"\nc","n":{"$numberDouble":"2.5"},"o":{"p":7}}""", """{"_id":"2","name":"x","n":"007","o":{"p":""}}"""],
            await _database.FindAsync("where({})"));
    }

    [Fact]
    public async Task Bad_records_are_counted_and_the_rest_comes_in()
    {
        await _database.AddAsync("{_id: 'a', old: true}");
        const string Lines = "{\"_id\":\"a\"}\nno json\n{\"a\":{\"b\":1},\"a.b\":2}\n{\"_id\":\"b\"}\n";

        var inserted = await ImportAsync("in.json", Lines);
        Assert.Equal(("success", 1, 3), (inserted.Text("status"), inserted.Number("record_success"), inserted.Number("record_fail")));
        Assert.Contains("line 2", inserted.Text("error_msg"));
        Assert.Equal(inserted.Text("error_msg"), inserted.Text("err_msg"));

        var upserted = await ImportAsync("in.json", Lines, conflictMode: 2);
        Assert.Equal((2, 2), (upserted.Number("record_success"), upserted.Number("record_fail")));
        Assert.Equal(["""{"_id":"a"}"""], await _database.FindAsync("doc('a')"));

        var stopped = await ImportAsync("in.json", Lines, stopOnError: true);
        Assert.Equal("fail", stopped.Text("status"));
    }

    [Theory]
    [InlineData(1, "{\"_id\":\"a\",\"n\":1,\"l\":{\"$numberLong\":\"5\"}}\n{\"_id\":\"b\",\"s\":\"x,\\\"y\\\"\",\"at\":{\"$date\":\"1970-01-01T00:00:00.000Z\"}}\n")]
    [InlineData(2, "_id,n,l,s,at\na,1,5,,\nb,,,\"x,\"\"y\"\"\",1970-01-01T00:00:00.000Z\n")]
    public async Task An_export_is_a_file_behind_a_link(int fileType, string expected)
    {
        await _database.AddAsync("[{_id: 'a', n: 1, l: {$numberLong: '5'}}, {_id: 'b', s: 'x,\"y\"', at: new Date(0)}, {_id: 'c', skip: 1}]");
        var query = JsonSerializer.Serialize("const _ignored = db.Geo.Point; db.collection('c').where({skip: _.exists(false)}).get()");

        var started = await _database.CallAsync("databasemigrateexport", $$"""{"env":"local-env","file_path":"out/导出","file_type":{{fileType}},"query":{{query}}}""");
        var job = await WaitAsync(started.GetProperty("job_id").GetInt64());

        Assert.Equal(("success", 2), (job.Text("status"), job.Number("record_success")));
        Assert.Equal(expected, await _emulator.Client.GetStringAsync(job.Text("file_url"), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task An_export_takes_all_documents_and_comes_back_by_an_import()
    {
        await _database.AddAsync($"[{string.Join(',', Enumerable.Range(0, 1500).Select(i => $"{{_id: {i}, d: {i}.5}}"))}]");
        var started = await _database.CallAsync("databasemigrateexport", """{"env":"local-env","file_path":"all.json","file_type":1,"query":"db.collection('c').get()"}""");
        Assert.Equal(1500, (await WaitAsync(started.GetProperty("job_id").GetInt64())).Number("record_success"));
        await _database.RunAsync("databasedelete", "db.collection('c').where({}).remove()");

        var imported = await _database.CallAsync("databasemigrateimport", Import("all.json", "1", 1, false));

        Assert.Equal(1500, (await WaitAsync(imported.GetProperty("job_id").GetInt64())).Number("record_success"));
        Assert.Equal("""{"_id":1499,"d":{"$numberDouble":"1499.5"}}""", (await _database.FindAsync("doc(1499)"))[0]);
    }

    [Theory]
    [InlineData("databasemigrateimport", """{"env":"local-env","collection_name":"nope","file_path":"x","file_type":1,"stop_on_error":false,"conflict_mode":1}""", -502005)]
    [InlineData("databasemigrateimport", """{"env":"local-env","collection_name":"c","file_path":"nope","file_type":1,"stop_on_error":false,"conflict_mode":1}""", -501007)]
    [InlineData("databasemigrateimport", """{"env":"local-env","collection_name":"c","file_path":"x","file_type":3,"stop_on_error":false,"conflict_mode":1}""", -501007)]
    [InlineData("databasemigrateimport", """{"env":"local-env","collection_name":"c","file_path":"x","file_type":1,"stop_on_error":false,"conflict_mode":9}""", -501007)]
    [InlineData("databasemigrateexport", """{"env":"local-env","file_path":"x","file_type":1,"query":"db.collection('c').count()"}""", -602002)]
    [InlineData("databasemigrateexport", """{"env":"local-env","file_path":"x","query":"db.collection('c').get()"}""", 40101)]
    [InlineData("databasemigratequeryinfo", """{"env":"local-env","job_id":1}""", -501007)]
    public async Task A_bad_request_starts_no_job(string call, string body, int errcode)
    {
        Assert.Equal(errcode, (await _database.CallAsync(call, body)).Errcode());
    }

    private static string Import(string path, string fileType, int conflictMode, bool stopOnError)
    {
        return $$"""{"env":"local-env","collection_name":"c","file_path":"{{path}}","file_type":{{fileType}},"stop_on_error":{{(stopOnError ? "true" : "false")}},"conflict_mode":{{conflictMode}}}""";
    }

    private async Task<JsonElement> ImportAsync(string path, string content, string fileType = "1", int conflictMode = 1, bool stopOnError = false)
    {
        await _emulator.UploadAsync(path, content);
        var started = await _database.CallAsync("databasemigrateimport", Import(path, fileType, conflictMode, stopOnError));
        Assert.True(started.Errcode() == 0, started.GetRawText());
        return await WaitAsync(started.GetProperty("job_id").GetInt64());
    }

    private async Task<JsonElement> WaitAsync(long jobId)
    {
        while (true)
        {
            TestEmulator.Cancellation.ThrowIfCancellationRequested();
            var job = await _database.CallAsync("databasemigratequeryinfo", $$"""{"env":"local-env","job_id":{{jobId}}}""");
            if (job.Text("status") != "running")
            {
                return job;
            }
        }
    }
}
