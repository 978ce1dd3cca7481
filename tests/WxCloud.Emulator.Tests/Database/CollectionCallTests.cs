using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class CollectionCallTests : IAsyncLifetime
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
    public async Task Collections_are_listed_by_name_and_page()
    {
        await TestDatabase.CreateAsync(_emulator, "a");
        await TestDatabase.CreateAsync(_emulator, "b");
        await _database.AddAsync("[{_id: 'x'}, {_id: 'y'}]");

        var reply = await _database.CallAsync("databasecollectionget", """{"env":"local-env","limit":2,"offset":1}""");

        Assert.Equal("""{"Offset":1,"Limit":2,"Total":3}""", reply.GetProperty("pager").GetRawText());
        Assert.Equal(["b", "c"], reply.GetProperty("collections").EnumerateArray().Select(item => item.Text("name")));
        var info = reply.GetProperty("collections")[1];
        Assert.Equal((2, 22, 1), (info.Number("count"), info.Number("size"), info.Number("index_count")));
    }

    [Fact]
    public async Task A_collection_is_created_once_and_deleted_once()
    {
        const string Body = """{"env":"local-env","collection_name":"c"}""";

        var again = await _database.CallAsync("databasecollectionadd", Body);
        Assert.Equal(-501001, again.Errcode());
        Assert.Contains("[ResourceUnavailable.ResourceExist] Table exist", again.Text("errmsg"));
        Assert.Equal(0, (await _database.CallAsync("databasecollectiondelete", Body)).Errcode());
        Assert.Equal(-502005, (await _database.CallAsync("databasecollectiondelete", Body)).Errcode());
        Assert.Equal(-501007, (await _database.CallAsync("databasecollectionadd", """{"env":"local-env","collection_name":"a/b"}""")).Errcode());
    }

    [Fact]
    public async Task A_unique_index_holds_for_adds_and_updates_until_it_is_dropped()
    {
        Assert.Equal(0, (await CreateIndexAsync("u", "k", unique: true)).Errcode());
        Assert.Equal(0, (await _database.AddAsync("[{_id: 1, k: 'a'}, {_id: 2, k: 'b'}, {_id: 3}]")).Errcode());

        var added = await _database.AddAsync("{_id: 4, k: 'a'}");
        Assert.Equal(-502001, added.Errcode());
        Assert.Contains("index: u dup key", added.Text("errmsg"));
        Assert.Equal(-502001, (await _database.AddAsync("{_id: 5}")).Errcode());
        Assert.Equal(-502001, (await _database.RunAsync("databaseupdate", "db.collection('c').doc(2).update({data: {k: 'a'}})")).Errcode());
        Assert.Equal(0, (await _database.RunAsync("databaseupdate", "db.collection('c').doc(2).update({data: {k: 'c'}})")).Errcode());
        Assert.Equal(0, (await _database.AddAsync("{_id: 6, k: 'b'}")).Errcode());

        Assert.Equal(0, (await _database.CallAsync("updateindex", """{"env":"local-env","collection_name":"c","drop_indexes":[{"name":"u"}]}""")).Errcode());
        Assert.Equal(0, (await _database.AddAsync("{_id: 4, k: 'a'}")).Errcode());
    }

    [Fact]
    public async Task A_unique_index_is_not_created_over_documents_that_break_it()
    {
        await _database.AddAsync("[{k: 1}, {k: 1}]");

        Assert.Equal(-502001, (await CreateIndexAsync("u", "k", unique: true)).Errcode());
        Assert.Equal(0, (await CreateIndexAsync("u", "k", unique: false)).Errcode());
        Assert.Equal(-501007, (await CreateIndexAsync("u", "other", unique: false)).Errcode());
    }

    [Theory]
    [InlineData("""{"env":"local-env","collection_name":"c","create_indexes":[{"name":"x","keys":[{"name":"k","direction":"up"}]}]}""", -501007)]
    [InlineData("""{"env":"local-env","collection_name":"c","create_indexes":[{"name":"x","keys":[{"name":"k","direction":1}]}]}""", 40097)]
    [InlineData("""{"env":"local-env","collection_name":"c","create_indexes":[{"name":"x","keys":[]}]}""", -501007)]
    [InlineData("""{"env":"local-env","collection_name":"c","drop_indexes":[{"name":"x"}]}""", -501007)]
    [InlineData("""{"env":"local-env","collection_name":"nope","drop_indexes":[]}""", -502005)]
    public async Task A_bad_index_is_refused(string body, int errcode)
    {
        Assert.Equal(errcode, (await _database.CallAsync("updateindex", body)).Errcode());
    }

    private Task<System.Text.Json.JsonElement> CreateIndexAsync(string name, string field, bool unique)
    {
        return _database.CallAsync(
            "updateindex",
            $$"""{"env":"local-env","collection_name":"c","create_indexes":[{"name":"{{name}}","unique":{{(unique ? "true" : "false")}},"keys":[{"name":"{{field}}","direction":"1"}]}]}""");
    }
}
