using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

/// <summary>The calls by which platforms reach a database; they do what <c>tcb/database*</c> does.</summary>
public sealed class ComponentCallTests
{
    [Fact]
    public async Task Records_are_written_and_read_by_an_action()
    {
        await using var emulator = await TestEmulator.StartAsync();
        Assert.Equal(0, (await CallAsync(emulator, "dbcollection", "add", "\"collection_name\":\"c\"")).Errcode());
        Assert.Equal(-501001, (await CallAsync(emulator, "dbcollection", "add", "\"collection_name\":\"c\"")).Errcode());

        var added = await CallAsync(emulator, "dbrecord", "insert", "\"query\":\"db.collection('c').add({data:[{_id:'a',n:1},{_id:'b',n:2}]})\"");
        Assert.Equal("""["a","b"]""", added.GetProperty("id_list").GetRawText());
        var updated = await CallAsync(emulator, "dbrecord", "update", "\"query\":\"db.collection('c').doc('a').update({data:{n:3}})\"");
        Assert.Equal((1, 1), (updated.Number("matched"), updated.Number("modified")));
        Assert.Equal(2, (await CallAsync(emulator, "dbrecord", "count", "\"query\":\"db.collection('c').count()\"")).Number("count"));
        Assert.Equal(1, (await CallAsync(emulator, "dbrecord", "delete", "\"query\":\"db.collection('c').doc('b').remove()\"")).Number("deleted"));

        var found = await CallAsync(emulator, "dbrecord", "query", "\"query\":\"db.collection('c').get()\"");
        Assert.Equal("""{"offset":0,"limit":10,"total":1}""", found.GetProperty("pager").GetRawText());
        Assert.Equal("""{"_id":"a","n":3}""", found.GetProperty("data")[0].GetString());
        var listed = await CallAsync(emulator, "dbcollection", "get", "\"offset\":0");
        Assert.Equal((1, "c"), (listed.Number("total"), listed.GetProperty("collections")[0].Text("name")));
        Assert.Equal(0, (await CallAsync(emulator, "dbcollection", "delete", "\"collection_name\":\"c\"")).Errcode());
    }

    [Fact]
    public async Task The_action_may_stand_in_the_query()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");

        var reply = await emulator.PostJsonAsync($"componenttcb/dbcollection?access_token={token}&action=get", """{"env":"local-env"}""");

        Assert.Equal(0, reply.Number("total"));
    }

    [Fact]
    public async Task A_listing_has_twenty_collections_a_page()
    {
        await using var emulator = await TestEmulator.StartAsync();
        for (var i = 0; i < 21; i++)
        {
            await CallAsync(emulator, "dbcollection", "add", $"\"collection_name\":\"c{i}\"");
        }

        var listed = await CallAsync(emulator, "dbcollection", "get", "\"offset\":0");

        Assert.Equal((21, 20), (listed.Number("total"), listed.GetProperty("collections").GetArrayLength()));
    }

    [Fact]
    public async Task Indexes_are_created_and_deleted_by_an_action()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var database = await TestDatabase.CreateAsync(emulator);
        const string Index = """ "collection_name":"c","indexes":[{"name":"u","unique":true,"keys":[{"name":"k","direction":"1"}]}]""";
        Assert.Equal(0, (await CallAsync(emulator, "dbindex", "create", Index)).Errcode());
        await database.AddAsync("{_id: 'a', k: 1}");
        Assert.Equal(-502001, (await database.AddAsync("{k: 1}")).Errcode());
        Assert.Equal(-501007, (await CallAsync(emulator, "dbindex", "create", Index)).Errcode());

        Assert.Equal(0, (await CallAsync(emulator, "dbindex", "delete", """ "collection_name":"c","indexes":[{"name":"u"}]""")).Errcode());

        Assert.Equal(0, (await database.AddAsync("{k: 1}")).Errcode());
    }

    [Fact]
    public async Task Aggregates_imports_and_exports_are_those_of_the_other_calls()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var database = await TestDatabase.CreateAsync(emulator);
        await emulator.UploadAsync("in.json", """{"_id":"a","n":2}""");

        var started = await emulator.CallAsync("componenttcb/dbimport", """{"env":"local-env","collection_name":"c","file_path":"in.json","file_type":1,"stop_on_error":false,"conflict_mode":1}""");
        await StateAsync(emulator, started.Number("job_id"));
        var sum = await emulator.CallAsync("componenttcb/dbaggregate", """{"env":"local-env","query":"db.collection('c').aggregate().group({_id: null, n: $.sum('$n')}).end()"}""");
        var exported = await emulator.CallAsync("componenttcb/dbexport", """{"env":"local-env","file_path":"out.json","file_type":1,"query":"db.collection('c').get()"}""");
        var state = await StateAsync(emulator, exported.Number("job_id"));

        Assert.Equal("""{"_id":null,"n":2}""", sum.GetProperty("data")[0].GetString());
        Assert.Equal(1, state.Number("record_success"));
        Assert.Equal(["a"], await database.IdsAsync("where({})"));
    }

    [Fact]
    public async Task Files_have_the_calls_of_platforms_too()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "hello");

        Assert.Equal(0, (await emulator.CallAsync("componenttcb/uploadfile", """{"env":"local-env","path":"b.txt"}""")).Errcode());
        var links = await emulator.CallAsync("componenttcb/batchdownloadfile", $$"""{"env":"local-env","file_list":[{"fileid":"{{ticket.FileId}}","max_age":60}]}""");
        var deleted = await emulator.CallAsync("componenttcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{ticket.FileId}}"]}""");

        Assert.Equal(0, links.GetProperty("file_list")[0].Number("status"));
        Assert.Equal(0, deleted.GetProperty("delete_list")[0].Number("status"));
    }

    [Fact]
    public async Task An_access_rule_is_kept_over_a_restart_and_enforced_nowhere()
    {
        using TemporaryFolder folder = new();
        await using (var emulator = await TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }))
        {
            await TestDatabase.CreateAsync(emulator);
            Assert.Equal("PRIVATE", (await AccessAsync(emulator)).Text("acl_tag"));
            Assert.Equal(0, (await ChangeAsync(emulator, """ "acl_tag":"CUSTOM","rule":"{\"read\":false}" """)).Errcode());
        }

        await using (var emulator = await TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }))
        {
            var access = await AccessAsync(emulator);
            Assert.Equal(("CUSTOM", """{"read":false}"""), (access.Text("acl_tag"), access.Text("rule")));
            Assert.Equal(0, (await new TestDatabase(emulator).QueryAsync("where({})")).Errcode());
            Assert.Equal(0, (await ChangeAsync(emulator, """ "acl_tag":"ADMINONLY" """)).Errcode());
            Assert.False((await AccessAsync(emulator)).TryGetProperty("rule", out _));
            Assert.Equal(-501007, (await ChangeAsync(emulator, """ "acl_tag":"PUBLIC" """)).Errcode());
            Assert.Equal(40101, (await ChangeAsync(emulator, """ "acl_tag":"CUSTOM" """)).Errcode());
            Assert.Equal(-502005, (await emulator.CallAsync("componenttcb/dbgetacl", """{"env":"local-env","collection_name":"none"}""")).Errcode());
        }

        static Task<JsonElement> AccessAsync(TestEmulator emulator) => emulator.CallAsync("componenttcb/dbgetacl", """{"env":"local-env","collection_name":"c"}""");
        static Task<JsonElement> ChangeAsync(TestEmulator emulator, string rule) => emulator.CallAsync("componenttcb/dbmodifyacl", $$"""{"env":"local-env","collection_name":"c",{{rule}}}""");
    }

    [Theory]
    [InlineData("\"action\":\"upsert\"", -501007)]
    [InlineData("\"action\":5", 40097)]
    [InlineData("\"other\":1", 40101)]
    [InlineData("\"action\":\"query\",\"query\":\"db.collection('c').count()\"", -602002)]
    public async Task A_bad_request_is_refused(string members, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.CallAsync("componenttcb/dbrecord", $$"""{"env":"local-env",{{members}}}""")).Errcode());
    }

    private static async Task<JsonElement> StateAsync(TestEmulator emulator, int jobId)
    {
        JsonElement state = default;
        await TestEmulator.WaitAsync(async () =>
        {
            state = await emulator.CallAsync("componenttcb/dbmigrationstate", $$"""{"env":"local-env","job_id":{{jobId}}}""");
            return state.Text("status") == "success";
        });
        return state;
    }

    private static Task<JsonElement> CallAsync(TestEmulator emulator, string name, string action, string members)
    {
        return emulator.CallAsync($"componenttcb/{name}", $$"""{"env":"local-env","action":"{{action}}",{{members}}}""");
    }
}
