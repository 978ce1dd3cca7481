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

    private static Task<JsonElement> CallAsync(TestEmulator emulator, string name, string action, string members)
    {
        return emulator.CallAsync($"componenttcb/{name}", $$"""{"env":"local-env","action":"{{action}}",{{members}}}""");
    }
}
