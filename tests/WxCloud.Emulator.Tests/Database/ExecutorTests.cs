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

    [Theory]
    [InlineData("{bsonType: 'object', required: ['n']}", "a b c")]
    [InlineData("{properties: {n: {bsonType: 'int', minimum: 2, maximum: 3, exclusiveMaximum: true}}}", "a d")]
    [InlineData("{properties: {n: {bsonType: ['double', 'string']}}, required: ['n']}", "c")]
    [InlineData("{properties: {t: {type: 'string', minLength: 2, maxLength: 2, pattern: '^中'}}, required: ['t']}", "a")]
    [InlineData("{properties: {l: {items: {bsonType: 'int'}, minItems: 1, maxItems: 2, uniqueItems: true}}, required: ['l']}", "a c")]
    [InlineData("{properties: {l: {items: [{enum: [1]}], additionalItems: false}}, required: ['l']}", "c")]
    [InlineData("{properties: {o: {additionalProperties: {bsonType: 'int'}, properties: {x: {}}, minProperties: 1}}, required: ['o']}", "a b")]
    [InlineData("{properties: {o: {patternProperties: {'^x': {bsonType: 'int'}}, additionalProperties: false, maxProperties: 1}}, required: ['o']}", "b")]
    [InlineData("{anyOf: [{required: ['o']}, {required: ['l']}], not: {required: ['t']}, title: 't', description: 'd'}", "b c")]
    [InlineData("{oneOf: [{required: ['n']}, {required: ['t']}]}", "b c d")]
    [InlineData("{allOf: [{required: ['n']}, {properties: {n: {multipleOf: 2}}}]}", "a")]
    [InlineData("{dependencies: {}}", null)]
    [InlineData("{required: 'n'}", null)]
    public async Task A_schema_accepts_documents(string schema, string? expected)
    {
        await _database.AddAsync("[{_id: 'a', n: 2, t: '中文', l: [1, 2], o: {x: 'q', y: 1}}, {_id: 'b', n: 3, l: [2, 2], o: {x: 1}}, {_id: 'c', n: 2.5, l: [1], o: {y: 'z'}}, {_id: 'd', t: 'abc'}]");
        var reply = await _database.QueryAsync($"where({{$jsonSchema: {schema}}})");

        Assert.Equal(expected is null ? -502002 : 0, reply.Errcode());
        if (expected is not null)
        {
            Assert.Equal(expected, string.Join(' ', await _database.IdsAsync($"where({{$jsonSchema: {schema}}})")));
        }
    }

    [Theory]
    [InlineData("where({list: 2}).update({data: {'list.$': 9}})", "[1,9,3]")]
    [InlineData("where({list: _.gt(1)}).update({data: {'list.$': _.inc(10)}})", "[1,12,3]")]
    [InlineData("where({_id: 'a'}).update({data: {'list.$[]': _.mul(2)}})", "[2,4,6]")]
    [InlineData("where({'rows.x': 2}).update({data: {'rows.$.y': 5}})", "[{\"x\":1},{\"x\":2,\"y\":5}]")]
    [InlineData("where({rows: _.elemMatch({x: _.gt(1)})}).update({data: {'rows.$.x': _.inc(1)}})", "[{\"x\":1},{\"x\":3}]")]
    [InlineData("where(_.or([{'rows.x': 1}, {n: 1}])).update({data: {'rows.$.x': _.remove()}})", "[{},{\"x\":2}]")]
    [InlineData("doc('a').update({data: {'rows.$[].x': _.inc(1)}})", "[{\"x\":2},{\"x\":3}]")]
    [InlineData("where({_id: 'a'}).update({data: {'list.$': 1}})", null)]
    [InlineData("where({list: _.nin([9])}).update({data: {'list.$': 1}})", null)]
    [InlineData("where({list: 1}).update({data: {'n.$[]': 1}})", null)]
    [InlineData("where({list: 1}).update({data: {'list.$[i]': 1}})", null)]
    [InlineData("where({list: 1}).update({data: {'list.$': _.rename('m')}})", null)]
    [InlineData("where({list: 1}).update({data: {'$.x': 1}})", null)]
    public async Task Positions_in_paths_stand_for_items(string update, string? expected)
    {
        await _database.AddAsync("{_id: 'a', n: 0, list: [1, 2, 3], rows: [{x: 1}, {x: 2}]}");

        var reply = await _database.RunAsync("databaseupdate", $"db.collection('c').{update}");

        Assert.Equal(expected is null, reply.Errcode() != 0);
        var text = (await _database.FindAsync("doc('a')"))[0];
        Assert.Contains(expected ?? """{"_id":"a","n":0,"list":[1,2,3],"rows":[{"x":1},{"x":2}]}""", text, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{and: 6}", "4")]
    [InlineData("{or: 8}", "13")]
    [InlineData("{xor: 1}", "4")]
    [InlineData("{or: {$numberLong: '8'}}", "{\"$numberLong\":\"13\"}")]
    [InlineData("{nand: 1}", null)]
    [InlineData("{or: 1.5}", null)]
    public async Task Bits_are_updated(string operand, string? expected)
    {
        await _database.AddAsync("{_id: 'a', n: 5}");

        var reply = await _database.RunAsync("databaseupdate", $"db.collection('c').doc('a').update({{data: {{n: _.bit({operand})}}}})");

        Assert.Equal(expected is null ? -502002 : 0, reply.Errcode());
        Assert.Equal($$"""{"_id":"a","n":{{expected ?? "5"}}}""", (await _database.FindAsync("doc('a')"))[0]);
    }

    [Theory]
    [InlineData("where({list: 2}).field({'list.$': 1})", """{"_id":"a","list":[2]}""")]
    [InlineData("where({'rows.x': 2}).field({'rows.$': true, _id: 0})", """{"rows":[{"x":2}]}""")]
    [InlineData("where({}).field({'o.list': _.project.slice(1), n: 1})", """{"_id":"a","n":0,"o":{"list":[7]}}""")]
    [InlineData("where({}).field({list: _.project.elemMatch({$gt: 1})})", """{"_id":"a","list":[2]}""")]
    [InlineData("where({}).field({list: _.project.slice([1, 1]), rows: 0, o: 0, n: 0})", """{"_id":"a","list":[2]}""")]
    [InlineData("where({}).field({'list.$': 1})", null)]
    public async Task Projections_pick_items(string chain, string? expected)
    {
        await _database.AddAsync("{_id: 'a', n: 0, list: [1, 2, 3], rows: [{x: 1}, {x: 2}], o: {list: [7, 8]}}");

        var reply = await _database.QueryAsync(chain);

        Assert.Equal(expected is null ? -502001 : 0, reply.Errcode());
        if (expected is not null)
        {
            Assert.Equal(expected, (await _database.FindAsync(chain))[0]);
        }
    }

    [Theory]
    [InlineData("$.week(new Date('2020-09-16'))", "37")]
    [InlineData("$.week(new Date('2020-01-04'))", "0")]
    [InlineData("$.indexOfCP(['a中b', 'b'])", "2")]
    [InlineData("$.indexOfCP(['a中b', 'b', 0, 2])", "-1")]
    [InlineData("$.indexOfBytes(['a中b', 'b'])", "4")]
    [InlineData("$.eq(['$none', null])", "false")]
    [InlineData("$.zip({inputs: [[null], [1, 2]], useLongestLength: true, defaults: [7, 8]})", "[[null,1],[7,2]]")]
    [InlineData("$.zip({inputs: [[], [1]]})", "[]")]
    [InlineData("$.substrBytes(['ab', 1, 9])", "\"b\"")]
    [InlineData("$.arrayToObject([[['k', []]]])", "{\"k\":[]}")]
    public async Task Expressions_follow_MongoDB_where_mingo_does_not(string expression, string expected)
    {
        await _database.AddAsync("{_id: 'a'}");

        Assert.Equal([$$"""{"v":{{expected}}}"""], await _database.AggregateAsync($"project({{_id: 0, v: {expression}}})"));
    }

    [Fact]
    public async Task Groups_merge_objects_and_buckets_leave_empty_ones_out()
    {
        await _database.AddAsync("[{_id: 'a', n: 5, o: {x: 1}}, {_id: 'b', n: 5, o: {y: 2}}, {_id: 'c', n: 10, o: null}]");

        Assert.Equal(["""{"_id":5,"o":{"x":1,"y":2}}""", """{"_id":10,"o":{}}"""], await _database.AggregateAsync("group({_id: '$n', o: {$mergeObjects: '$o'}}).sort({_id: 1})"));
        Assert.Equal(["""{"_id":5,"count":2}""", """{"_id":10,"count":1}"""], await _database.AggregateAsync("bucket({groupBy: '$n', boundaries: [0, 5, 10, 20]})"));
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
