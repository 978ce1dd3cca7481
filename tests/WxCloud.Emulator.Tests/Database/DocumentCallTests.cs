using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class DocumentCallTests : IAsyncLifetime
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
    public async Task Add_answers_the_ids_in_order_and_makes_those_that_are_missing()
    {
        var reply = await _database.AddAsync("[{_id: 'a', n: 1}, {n: 2}]");

        Assert.Equal(0, reply.Errcode());
        var ids = reply.GetProperty("id_list").EnumerateArray().Select(id => id.GetString()!).ToArray();
        Assert.Equal("a", ids[0]);
        Assert.Matches("^[0-9a-f]{32}$", ids[1]);
        Assert.Equal(["""{"_id":"a","n":1}""", $$"""{"_id":"{{ids[1]}}","n":2}"""], await _database.FindAsync("where({})"));
    }

    [Fact]
    public async Task Types_survive_the_way_in_and_out()
    {
        await _database.AddAsync("""
            {_id: 't', i: 1, l: 5000000000, big: {$numberLong: '9007199254740993'}, d: 1.5, whole: {$numberDouble: '45.0'}, dec: {$numberDecimal: '1.10'},
             at: new Date(1535736600882), s: '中\u2028"</script>', n: null, b: true, r: /a/i, bin: {$binary: {base64: 'AQI=', subType: '00'}}, z: {y: [1, {x: 2}]}, o: {$oid: '5e9f2b3c4d5e6f7a8b9c0d1e'}}
            """);

        Assert.Equal(
            """{"_id":"t","i":1,"l":{"$numberLong":"5000000000"},"big":{"$numberLong":"9007199254740993"},"d":{"$numberDouble":"1.5"},"whole":{"$numberDouble":"45.0"},"dec":{"$numberDecimal":"1.10"},"at":{"$date":"2018-08-31T17:30:00.882Z"},"s":"中\u2028\"</script>","n":null,"b":true,"r":{"$regularExpression":{"pattern":"a","options":"i"}},"bin":{"$binary":{"base64":"AQI=","subType":"00"}},"z":{"y":[1,{"x":2}]},"o":"5e9f2b3c4d5e6f7a8b9c0d1e"}""",
            Assert.Single(await _database.FindAsync("doc('t')")));
    }

    [Fact]
    public async Task Query_pages_ten_by_default_and_counts_all_that_match()
    {
        await _database.AddAsync($"[{string.Join(',', Enumerable.Range(0, 25).Select(i => $"{{_id: 'd{i:00}', n: {i}}}"))}]");

        var reply = await _database.QueryAsync("where({n: _.gte(5)}).orderBy('n', 'desc').skip(2)");

        Assert.Equal("""{"Offset":2,"Limit":10,"Total":20}""", reply.GetProperty("pager").GetRawText());
        Assert.Equal("d22", JsonDocument.Parse(reply.GetProperty("data")[0].GetString()!).RootElement.Text("_id"));
        Assert.Equal(10, reply.GetProperty("data").GetArrayLength());
        Assert.Equal("""{"Offset":0,"Limit":1000,"Total":25}""", (await _database.QueryAsync("limit(2000)")).GetProperty("pager").GetRawText());
    }

    [Theory]
    [InlineData("where({_id: 'd3'})", "d3", 1)]
    [InlineData("where({_id: _.in(['d7', 'd1', 'x', 'd1'])})", "d1 d7", 2)]
    [InlineData("where({_id: _.gt('d6')})", "d7 d8 d9", 3)]
    [InlineData("where({_id: _.gte('d2').lt('d4')})", "d2 d3", 2)]
    [InlineData("where({_id: _.gt('d7'), n: _.neq(8)})", "d9", 1)]
    [InlineData("where({_id: _.lte('d1')}).orderBy('_id', 'desc')", "d1 d0", 2)]
    [InlineData("orderBy('_id', 'desc').skip(1).limit(2)", "d8 d7", 11)]
    [InlineData("where({_id: _.gt(0)})", "5", 1)]
    [InlineData("where({_id: /^d[12]$/})", "d1 d2", 2)]
    [InlineData("where({_id: _.neq('d0')}).limit(2)", "d1 d2", 10)]
    [InlineData("doc(5)", "5", 1)]
    [InlineData("doc('5')", "", 0)]
    public async Task The_id_index_finds_what_a_scan_would(string chain, string expected, int total)
    {
        await _database.AddAsync($"[{string.Join(',', Enumerable.Range(0, 10).Select(i => $"{{_id: 'd{i}', n: {i}}}"))}, {{_id: 5}}]");

        Assert.Equal(expected, string.Join(' ', await _database.IdsAsync(chain)));
        Assert.Equal(total, (await _database.QueryAsync(chain)).GetProperty("pager").Number("Total"));
    }

    [Fact]
    public async Task Update_answers_matched_and_modified()
    {
        await _database.AddAsync("[{_id: 'a', n: 1}, {_id: 'b', n: 2}, {_id: 'c', n: 2}]");

        var many = await _database.RunAsync("databaseupdate", "db.collection('c').where({n: _.gte(1)}).update({data: {n: 2, o: {p: 1}}})");
        var same = await _database.RunAsync("databaseupdate", "db.collection('c').where({n: 2}).update({data: {n: 2}})");
        var one = await _database.RunAsync("databaseupdate", "db.collection('c').doc('x').update({data: {n: 3}})");

        Assert.Equal("""{"errcode":0,"errmsg":"ok","matched":3,"modified":3,"id":""}""", many.GetRawText());
        Assert.Equal((3, 0), (same.Number("matched"), same.Number("modified")));
        Assert.Equal((0, 0), (one.Number("matched"), one.Number("modified")));
        Assert.Equal("""{"_id":"a","n":2,"o":{"p":1}}""", (await _database.FindAsync("doc('a')"))[0]);
    }

    [Fact]
    public async Task Set_creates_or_replaces()
    {
        var created = await _database.RunAsync("databaseupdate", "db.collection('c').doc('x').set({data: {a: 1, b: 2}})");
        var replaced = await _database.RunAsync("databaseupdate", "db.collection('c').doc('x').set({data: {c: 3}})");

        Assert.Equal("""{"errcode":0,"errmsg":"ok","matched":0,"modified":0,"id":"x"}""", created.GetRawText());
        Assert.Equal("""{"errcode":0,"errmsg":"ok","matched":1,"modified":1,"id":""}""", replaced.GetRawText());
        Assert.Equal(["""{"_id":"x","c":3}"""], await _database.FindAsync("where({})"));
    }

    [Fact]
    public async Task Delete_and_count_answer_numbers()
    {
        await _database.AddAsync("[{_id: 'a', n: 1}, {_id: 'b', n: 2}, {_id: 'c', n: 2}]");

        Assert.Equal(2, (await _database.RunAsync("databasecount", "db.collection('c').where({n: 2}).count()")).Number("count"));
        Assert.Equal(2, (await _database.RunAsync("databasedelete", "db.collection('c').where({n: 2}).remove()")).Number("deleted"));
        Assert.Equal(0, (await _database.RunAsync("databasedelete", "db.collection('c').doc('b').remove()")).Number("deleted"));
        Assert.Equal(1, (await _database.RunAsync("databasecount", "db.collection('c').count()")).Number("count"));
    }

    [Fact]
    public async Task Times_of_the_server_are_those_of_the_emulators_clock()
    {
        _emulator.Time.Advance(1000);
        await _database.AddAsync("{_id: 'a', at: db.serverDate({offset: -2000}), on: new Date()}");
        var now = _emulator.Time.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.Single(await _database.FindAsync($"where({{at: new Date({now - 2000}), on: new Date({now})}})"));
    }

    [Fact]
    public async Task A_second_document_with_an_id_is_refused_and_nothing_of_the_call_is_kept()
    {
        await _database.AddAsync("{_id: 'a'}");

        var reply = await _database.AddAsync("[{_id: 'b'}, {_id: 'a'}]");

        Assert.Equal(-502001, reply.Errcode());
        Assert.Contains("E11000 duplicate key error collection", reply.Text("errmsg"));
        Assert.Contains("""{ : "a" }""", reply.Text("errmsg"));
        Assert.Equal(["a"], await _database.IdsAsync("where({})"));
    }

    [Theory]
    [InlineData("databaseadd", "db.collection('nope').add({data: {}})", -502005, "[ResourceNotFound] Db or Table not exist")]
    [InlineData("databasequery", "db.collection('nope').get()", -502005, "nope")]
    [InlineData("databaseupdate", "db.collection('nope').where({}).update({data: {a: 1}})", -502005, "nope")]
    [InlineData("databasedelete", "db.collection('nope').where({}).remove()", -502005, "nope")]
    [InlineData("databasecount", "db.collection('nope').count()", -502005, "nope")]
    [InlineData("databaseaggregate", "db.collection('nope').aggregate().end()", -502005, "nope")]
    [InlineData("databasequery", "db.collection('c').where({a: {$foo: 1}}).get()", -502002, "$foo")]
    [InlineData("databasequery", "db.collection('c').where({$where: 'x'}).get()", -502002, "$where at the top level; use operators on fields, or $expr")]
    [InlineData("databasequery", "db.collection('c').where({$text: {$search: 'x'}}).get()", -502002, "$text at the top level; use a regular expression")]
    [InlineData("databasequery", "db.collection('c').where({a: {$geoWithin: {$box: [[0, 0], [1, 1]]}}}).get()", -502002, "$geoWithin with $box; use $geometry with a Polygon, or $centerSphere")]
    [InlineData("databasequery", "db.collection('c').where({a: {$geoWithin: {$center: [[0, 0], 1]}}}).get()", -502002, "$geoWithin with $center; use")]
    [InlineData("databasequery", "db.collection('c').where({a: {$geoWithin: {$polygon: [[0, 0], [1, 1], [1, 0]]}}}).get()", -502002, "$geoWithin with $polygon; use")]
    [InlineData("databaseaggregate", "db.collection('c').aggregate().addFields({x: {$sin: 1}}).end()", -502002, "$sin")]
    [InlineData("databaseupdate", "db.collection('c').where({}).update({data: {$pushAll: {a: [1]}}})", -502002, "$pushAll")]
    [InlineData("databaseupdate", "db.collection('c').where({}).update({data: {'a.$[x].b': 1}})", -502002, "a.$[x].b")]
    [InlineData("databasequery", "db.collection('c').where({a: {$timestamp: {t: 1, i: 1}}}).get()", -502002, "$timestamp")]
    [InlineData("databasequery", "db.collection('c').add({data: {}})", -602002, "get()")]
    [InlineData("databaseadd", "db.collection('c').add({data: {'$a': 1}})", -501007, "$a")]
    [InlineData("databaseadd", "db.collection('c').add({data: {'a.b': 1}})", -501007, "a.b")]
    [InlineData("databaseadd", "db.collection('c').add({data: {_id: [1]}})", -501007, "_id")]
    public async Task A_command_that_cannot_be_done_answers_an_error_that_names_the_item(string call, string statement, int errcode, string named)
    {
        var reply = await _database.RunAsync(call, statement);

        Assert.Equal(errcode, reply.Errcode());
        Assert.Contains(named, reply.Text("errmsg"));
    }

    [Fact]
    public async Task An_update_that_does_not_apply_changes_no_document()
    {
        await _database.AddAsync("[{_id: 'a', n: 1}, {_id: 'b', n: 'text'}]");

        var reply = await _database.RunAsync("databaseupdate", "db.collection('c').where({}).update({data: {n: _.inc(1)}})");

        Assert.Equal(-502001, reply.Errcode());
        Assert.Contains("non-numeric type: 'n'", reply.Text("errmsg"));
        Assert.Equal("""{"_id":"a","n":1}""", (await _database.FindAsync("doc('a')"))[0]);
    }

    [Fact]
    public async Task Environments_are_apart_and_an_unknown_one_is_refused()
    {
        var reply = await _database.CallAsync("databasequery", """{"env":"nope","query":"db.collection('c').get()"}""");

        Assert.Equal(-501007, reply.Errcode());
        Assert.Contains("[100003] env not exists", reply.Text("errmsg"));
    }

    [Fact]
    public async Task Reset_empties_the_database()
    {
        await _database.AddAsync("{_id: 'a'}");

        using var reply = await _emulator.Client.PostAsync("_emulator/reset", null, TestEmulator.Cancellation);

        Assert.Equal(-502005, (await _database.QueryAsync("where({})")).Errcode());
    }
}
