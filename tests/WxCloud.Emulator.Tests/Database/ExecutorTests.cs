using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

/// <summary>What MongoDB does and mingo does not, or what mingo has not at all; the rest is judged by generated cases.</summary>
public sealed class ExecutorTests : IAsyncLifetime
{
    private TestEmulator _emulator = null!;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _database = await TestDatabase.CreateAsync(_emulator);
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Theory]
    [InlineData("{'l.x': null}", "some none")]
    [InlineData("{'l.x': _.exists(false)}", "none")]
    [InlineData("{n: _.mod(2, 1)}", "some")]
    [InlineData("{l: {$type: 'object'}}", "all some")]
    [InlineData("{l: {$type: 'array'}}", "all some")]
    [InlineData("{l: _.elemMatch({x: _.gt(1).lt(3)})}", "all")]
    [InlineData("{l: _.elemMatch({x: 1, y: 2})}", "")]
    [InlineData("{'l.0.x': 1}", "all some")]
    [InlineData("{n: _.gt('')}", "")]
    [InlineData("{n: _.gte(null)}", "none")]
    [InlineData("{missing: _.all([null])}", "all some none")]
    [InlineData("{n: {$comment: 1}}", null)]
    [InlineData("{l: {x: 1, y: 1}, n: 2}", "all")]
    [InlineData("{l: _.eq({x: 1, y: 1})}", "all")]
    [InlineData("{l: _.eq({y: 1, x: 1})}", "")]
    [InlineData("{t: _.in([/^A/i, 'zz'])}", "all")]
    [InlineData("{t: _.not(/^a/)}", "some none")]
    [InlineData("_.expr($.gt(['$n', 1]))", "all some")]
    public async Task Filters_follow_MongoDB(string filter, string? expected)
    {
        await _database.AddAsync("[{_id: 'all', n: 2, t: 'abc', l: [{x: 1, y: 1}, {x: 2, y: 2}]}, {_id: 'some', n: 3, b: true, l: [{x: 1}, {y: 2}]}, {_id: 'none'}]");

        if (expected is null)
        {
            Assert.Equal(-502002, (await _database.QueryAsync($"where({filter})")).Errcode());
            return;
        }

        Assert.Equal(expected, string.Join(' ', await _database.IdsAsync($"where({filter})")));
    }

    [Fact]
    public async Task Arrays_sort_by_their_least_or_greatest_item()
    {
        await _database.AddAsync("[{_id: 'a', v: [5, 1]}, {_id: 'b', v: 3}, {_id: 'c', v: []}, {_id: 'd'}, {_id: 'e', v: [2, 9]}]");

        Assert.Equal(["c", "d", "a", "e", "b"], await _database.IdsAsync("orderBy('v', 'asc')"));
        Assert.Equal(["e", "a", "b", "d", "c"], await _database.IdsAsync("orderBy('v', 'desc')"));
    }

    [Theory]
    [InlineData("_.geoNear({geometry: new db.Geo.Point(113.3, 23.1), maxDistance: 20000})", "near middle")]
    [InlineData("_.geoNear({geometry: new db.Geo.Point(113.3, 23.1), minDistance: 5000})", "middle far")]
    [InlineData("_.geoWithin({geometry: new db.Geo.Polygon([new db.Geo.LineString([new db.Geo.Point(113, 23), new db.Geo.Point(113.5, 23), new db.Geo.Point(113.5, 23.5), new db.Geo.Point(113, 23.5), new db.Geo.Point(113, 23)])])})", "middle near")]
    [InlineData("_.geoWithin({centerSphere: [new db.Geo.Point(113.3, 23.1), 0.00001]})", "near")]
    [InlineData("_.geoIntersects({geometry: new db.Geo.LineString([new db.Geo.Point(113.3, 20), new db.Geo.Point(113.3, 25)])})", "near")]
    public async Task Places_are_found_on_the_sphere(string condition, string expected)
    {
        await _database.AddAsync("[{_id: 'far', p: new db.Geo.Point(116.4, 39.9)}, {_id: 'middle', p: new db.Geo.Point(113.4, 23.15)}, {_id: 'near', p: new db.Geo.Point(113.3, 23.1)}, {_id: 'none'}]");

        Assert.Equal(expected, string.Join(' ', await _database.IdsAsync($"where({{p: {condition}}})")));
    }

    [Fact]
    public async Task A_polygon_with_a_hole_holds_what_is_beside_the_hole()
    {
        await _database.AddAsync("[{_id: 'ring', p: new db.Geo.Point(1, 1)}, {_id: 'hole', p: new db.Geo.Point(5, 5)}, {_id: 'outside', p: new db.Geo.Point(11, 5)}]");
        static string Square(int from, int to) => $"new db.Geo.LineString([new db.Geo.Point({from},{from}),new db.Geo.Point({to},{from}),new db.Geo.Point({to},{to}),new db.Geo.Point({from},{to}),new db.Geo.Point({from},{from})])";

        Assert.Equal(["ring"], await _database.IdsAsync($"where({{p: _.geoWithin({{geometry: new db.Geo.Polygon([{Square(0, 10)}, {Square(3, 7)}])}})}})"));
    }

    [Fact]
    public async Task GeoNear_measures_metres()
    {
        await _database.AddAsync("[{_id: 'a', p: new db.Geo.Point(0, 1), k: 1}, {_id: 'b', p: new db.Geo.Point(0, 0.5), k: 1}, {_id: 'c', p: new db.Geo.Point(0, 0.1), k: 2}]");
        await _database.CallAsync("updateindex", """{"env":"local-env","collection_name":"c","create_indexes":[{"name":"geo","unique":false,"keys":[{"name":"p","direction":"2dsphere"}]}]}""");

        var found = await _database.AggregateAsync("geoNear({distanceField: 'm', spherical: true, near: new db.Geo.Point(0, 0), query: {k: 1}}).project({m: $.floor('$m')})");

        Assert.Equal(["""{"_id":"b","m":{"$numberDouble":"55659.0"}}""", """{"_id":"a","m":{"$numberDouble":"111318.0"}}"""], found);
    }

    [Theory]
    [InlineData("bucket({groupBy: '$n', boundaries: [0, 2, 4], default: 'other', output: {n: $.sum(1), ids: $.push('$_id')}})", """{"_id":0,"n":2,"ids":["a","b"]} {"_id":2,"n":1,"ids":["c"]} {"_id":"other","n":1,"ids":["d"]}""")]
    [InlineData("bucketAuto({groupBy: '$n', buckets: 2})", """{"_id":{"min":0,"max":2},"count":2} {"_id":{"min":2,"max":9},"count":2}""")]
    [InlineData("group({_id: null, low: $.min('$n'), high: $.max('$n'), all: $.addToSet('$k')})", """{"_id":null,"low":0,"high":9,"all":["x","y"]}""")]
    [InlineData("sortByCount('$k')", """{"_id":"x","count":3} {"_id":"y","count":1}""")]
    [InlineData("match({n: 100}).count('total')", "")]
    [InlineData("sort({n: -1}).limit(1).replaceRoot({newRoot: {top: '$n'}})", """{"top":9}""")]
    [InlineData("match({_id: 'a'}).unwind({path: '$l', includeArrayIndex: 'i'}).project({_id: 0, l: 1, i: 1})", """{"l":5,"i":{"$numberLong":"0"}} {"l":6,"i":{"$numberLong":"1"}}""")]
    [InlineData("match({_id: 'a'}).lookup({from: 'c', let: {k: '$k'}, pipeline: $.pipeline().match(_.expr($.eq(['$k', '$$k']))).project({n: 1}).done(), as: 'same'}).project({same: 1})", """{"_id":"a","same":[{"_id":"a","n":0},{"_id":"b","n":1},{"_id":"d","n":9}]}""")]
    [InlineData("match({_id: 'a'}).project({_id: 0, s: $.switch({branches: [{case: $.eq(['$n', 0]), then: 'zero'}], default: 'more'}), z: $.zip({inputs: ['$l', [1]]}), t: $.dateToString({date: new Date(0), timezone: 'Asia/Shanghai'})})", """{"s":"zero","z":[[5,1]],"t":"1970-01-01T08:00:00.000"}""")]
    [InlineData("match({_id: 'a'}).project({_id: 0, d: $.dateFromParts({year: 2020, month: 13, timezone: '+08:00'}), e: $.dateFromString({dateString: '2020-01-02T03:04:05'}), m: $.mergeObjects([{a: 1}, '$o']), a: $.arrayToObject([[['k', 1]]]), c: $.cmp(['a', 1])})", """{"d":{"$date":"2020-12-31T16:00:00.000Z"},"e":{"$date":"2020-01-02T03:04:05.000Z"},"m":{"a":1,"b":2},"a":{"k":1},"c":1}""")]
    public async Task Pipelines_follow_MongoDB(string chain, string expected)
    {
        await _database.AddAsync("[{_id: 'a', n: 0, k: 'x', l: [5, 6], o: {b: 2}}, {_id: 'b', n: 1, k: 'x'}, {_id: 'c', n: 2, k: 'y'}, {_id: 'd', n: 9, k: 'x'}]");

        Assert.Equal(expected, string.Join(' ', await _database.AggregateAsync(chain)));
    }

    [Fact]
    public async Task A_pipeline_without_limit_gives_twenty_documents()
    {
        await _database.AddAsync($"[{string.Join(',', Enumerable.Range(0, 30).Select(i => $"{{_id: {i}}}"))}]");

        Assert.Equal(20, (await _database.AggregateAsync("match({})")).Length);
        Assert.Equal(30, (await _database.AggregateAsync("limit(100)")).Length);
    }

    [Theory]
    [InlineData("{l: _.addToSet({each: [1, 9]})}", """{"_id":"a","l":[1,1,9],"n":5}""")]
    [InlineData("{l: _.push({each: [0, 7], sort: -1, slice: 3})}", """{"_id":"a","l":[7,1,1],"n":5}""")]
    [InlineData("{'l.4': 2}", """{"_id":"a","l":[1,1,null,null,2],"n":5}""")]
    [InlineData("{n: _.inc(2147483647)}", """{"_id":"a","l":[1,1],"n":{"$numberLong":"2147483652"}}""")]
    [InlineData("{n: _.mul(0.5)}", """{"_id":"a","l":[1,1],"n":{"$numberDouble":"2.5"}}""")]
    [InlineData("{z: 1, b: {c: 2}, a: 3}", """{"_id":"a","l":[1,1],"n":5,"a":3,"b":{"c":2},"z":1}""")]
    [InlineData("{m: _.rename('x'), n: _.rename('m2')}", """{"_id":"a","l":[1,1],"m2":5}""")]
    public async Task Updates_follow_MongoDB(string data, string expected)
    {
        await _database.AddAsync("{_id: 'a', l: [1, 1], n: 5}");

        var reply = await _database.RunAsync("databaseupdate", $"db.collection('c').doc('a').update({{data: {data}}})");

        Assert.True(reply.Errcode() == 0, reply.GetRawText());
        Assert.Equal(expected, Assert.Single(await _database.FindAsync("doc('a')")));
    }

    [Theory]
    [InlineData("{n: _.push(1)}", "'n' must be an array")]
    [InlineData("{'n.x': 1}", "Cannot create field 'x'")]
    [InlineData("{l: _.rename('n'), n: 1}", "conflict at 'n'")]
    [InlineData("{'l.9999999': 1}", "Cannot create field")]
    public async Task Updates_that_do_not_apply_are_refused(string data, string named)
    {
        await _database.AddAsync("{_id: 'a', l: [1], n: 5}");

        var reply = await _database.RunAsync("databaseupdate", $"db.collection('c').doc('a').update({{data: {data}}})");

        Assert.Equal(-502001, reply.Errcode());
        Assert.Contains(named, reply.Text("errmsg"));
    }

    [Theory]
    [InlineData("field({a: true})", """{"_id":"x","a":1}""")]
    [InlineData("field({a: false, _id: false})", """{"o":{"p":1,"q":2},"l":[1,2,3]}""")]
    [InlineData("field({'o.p': 1, _id: 0})", """{"o":{"p":1}}""")]
    [InlineData("field({'o.p': 0, l: 0})", """{"_id":"x","a":1,"o":{"q":2}}""")]
    [InlineData("field({a: 1, l: _.project.slice(-2)})", """{"_id":"x","a":1,"l":[2,3]}""")]
    [InlineData("field({l: _.project.elemMatch({$gt: 1})})", """{"_id":"x","l":[2]}""")]
    public async Task Projections_keep_or_drop(string chain, string expected)
    {
        await _database.AddAsync("{_id: 'x', a: 1, o: {p: 1, q: 2}, l: [1, 2, 3]}");

        Assert.Equal(expected, Assert.Single(await _database.FindAsync(chain)));
    }
}
