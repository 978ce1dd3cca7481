using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

/// <summary>The database calls of an emulator, with statements as text.</summary>
internal sealed class TestDatabase(TestEmulator emulator)
{
    /// <summary>A database with one empty collection <c>c</c>.</summary>
    public static async Task<TestDatabase> CreateAsync(TestEmulator emulator, string collection = "c")
    {
        TestDatabase database = new(emulator);
        Assert.Equal(0, (await database.CallAsync("databasecollectionadd", $$"""{"env":"local-env","collection_name":"{{collection}}"}""")).Errcode());
        return database;
    }

    public Task<JsonElement> CallAsync(string name, string json) => emulator.CallAsync($"tcb/{name}", json);

    public Task<JsonElement> RunAsync(string name, string statement) => CallAsync(name, $$"""{"env":"local-env","query":{{JsonSerializer.Serialize(statement)}}}""");

    public Task<JsonElement> AddAsync(string data) => RunAsync("databaseadd", $"db.collection('c').add({{data: {data}}})");

    public Task<JsonElement> QueryAsync(string chain) => RunAsync("databasequery", $"db.collection('c').{chain}.get()");

    /// <summary>The documents that a chain finds, as the texts that the reply holds.</summary>
    public async Task<string[]> FindAsync(string chain)
    {
        var reply = await QueryAsync(chain);
        Assert.True(reply.Errcode() == 0, reply.GetRawText());
        return [.. reply.GetProperty("data").EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>The ids that a chain finds, in order.</summary>
    public async Task<string[]> IdsAsync(string chain)
    {
        return [.. (await FindAsync(chain)).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("_id").ToString())];
    }

    public async Task<string[]> AggregateAsync(string chain)
    {
        var reply = await RunAsync("databaseaggregate", $"db.collection('c').aggregate().{chain}.end()");
        Assert.True(reply.Errcode() == 0, reply.GetRawText());
        return [.. reply.GetProperty("data").EnumerateArray().Select(item => item.GetString()!)];
    }
}
