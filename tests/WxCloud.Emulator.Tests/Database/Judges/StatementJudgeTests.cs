using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Statements;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>The commands that statements stand for, against those that the SDK's own serializer makes of them.</summary>
public sealed class StatementJudgeTests
{
    private const int StatementsPerSeed = 1500;

    private static readonly string[] s_statements =
    [
        "db.collection('c').where({a: 1, b: 'x', c: true, d: null, e: [1, {f: 2}]}).get()",
        "db.collection('c').where({a: -1.5, b: 5000000000, c: 1e300, d: 0, e: 1.0}).get()",
        "db.collection('c').where({o: {q: 1, r: {s: _.gt(1)}}, 'x.y': _.eq({q: 1, r: [2]})}).get()",
        "db.collection('c').where({a: _.gt(1).and(_.lt(5)), b: _.gte(1).lte(3)}).get()",
        "db.collection('c').where({a: _.or(_.eq(1), _.gt(5)), b: _.or([_.lt(2), _.in([7, 8])])}).get()",
        "db.collection('c').where(_.or([{a: 1}, {b: _.gt(2), c: {d: 'x'}}])).get()",
        "db.collection('c').where(_.and([{a: _.neq(1)}, _.or([{b: 1}, {c: 2}])])).get()",
        "db.collection('c').where(_.nor([{a: 1}, {b: 2}])).get()",
        "db.collection('c').where({a: _.not(_.gt(1)), b: _.not(_.in([1, 2]))}).get()",
        "db.collection('c').where({a: _.in(['x', 1, null]), b: _.nin([]), c: _.all([1, 2]), d: _.size(2), e: _.exists(true), f: _.mod(3, 1), g: _.mod([3, 1])}).get()",
        "db.collection('c').where({a: _.elemMatch({x: _.gt(1), y: 2}), b: _.elemMatch(_.gt(1))}).get()",
        "db.collection('c').where({a: /^x.*y$/i, b: db.RegExp({regexp: 'a', options: 'i'}), c: _.in([/a/, 'b'])}).get()",
        "db.collection('c').where({at: _.gt(new Date(1600000000000)), to: new Date('2020-01-02T03:04:05Z')}).get()",
        "db.collection('c').where({p: _.geoNear({geometry: new db.Geo.Point(113, 23), maxDistance: 1000, minDistance: 0})}).get()",
        "db.collection('c').where({p: _.geoWithin({geometry: new db.Geo.Polygon([new db.Geo.LineString([new db.Geo.Point(0,0), new db.Geo.Point(3,0), new db.Geo.Point(3,3), new db.Geo.Point(0,0)])])})}).get()",
        "db.collection('c').where({p: _.geoWithin({centerSphere: [new db.Geo.Point(1, 2), 0.5]})}).get()",
        "db.collection('c').where({p: _.geoIntersects({geometry: new db.Geo.LineString([new db.Geo.Point(0,0), new db.Geo.Point(3,0)])})}).get()",
        "db.collection('c').where(_.expr($.eq(['$_id', 'V']))).get()",
        "db.collection('c').where({a: {$gt: 1, $lt: 3}, $or: [{b: 1}, {b: 2}]}).get()",
        "db.collection('c').where({}).orderBy('a', 'asc').orderBy('b.c', 'desc').skip(3).limit(7).field({a: true, b: 1, c: false, d: 0}).get()",
        "db.collection('c').field({list: _.project.slice(2), other: _.project.elemMatch({x: 1})}).limit(1000).get()",
        "db.collection('c').doc('id').get()",
        "db.collection('c').doc(5).get()",
        "db.collection('c').where({a: 1}).count()",
        "db.collection('c').where({done: true}).remove()",
        "db.collection('c').doc('id').remove()",
        "db.collection('c').add({data: {a: 1, b: {c: [1, 'x', null, true]}, d: new Date(0), e: new db.Geo.Point(1.5, 2), f: 2147483648, g: undefined}})",
        "db.collection('c').add({data: [{_id: 'x'}, {_id: 2, n: 0.1}]})",
        "db.collection('c').add({data: {p: new db.Geo.MultiPoint([new db.Geo.Point(0,0), new db.Geo.Point(1,1)]), q: new db.Geo.MultiPolygon([new db.Geo.Polygon([new db.Geo.LineString([new db.Geo.Point(0,0), new db.Geo.Point(3,0), new db.Geo.Point(3,3), new db.Geo.Point(0,0)])])])}})",
        "db.collection('c').doc('id').set({data: {a: {b: 1}, c: [new Date(5)], r: /x/}})",
        "db.collection('c').doc('id').update({data: {a: 1, b: {c: 2, d: {e: [3]}}, 'f.g': null, h: new db.Geo.Point(1, 2), i: new Date(9)}})",
        "db.collection('c').where({a: 1}).update({data: {a: _.inc(1), b: _.mul(2), c: _.min(3), d: _.max(4), e: _.rename('z'), f: _.remove(), g: _.set({x: 1})}})",
        "db.collection('c').where({a: 1}).update({data: {a: _.push(1), b: _.push([1, 2]), c: _.push({each: [3, 1], position: 0, sort: 1, slice: -5}), d: _.pop(), e: _.shift(), f: _.unshift([1, 2]), g: _.unshift(7)}})",
        "db.collection('c').where({a: 1}).update({data: {a: _.pull(1), b: _.pull({w: _.gt(3)}), c: _.pull(_.in([1, 2])), d: _.pullAll([1]), e: _.addToSet(5), f: _.addToSet({$each: [1, 2]}), g: {h: _.inc(1)}}})",
        "db.collection('c').aggregate().match({a: {b: _.gt(1)}, c: _.or(_.eq(1), _.eq(2))}).group({_id: '$k', n: $.sum(1), m: $.avg('$v')}).sort({n: -1}).skip(1).limit(10).end()",
        "db.collection('c').aggregate().project({_id: 0, x: $.cond({if: $.gte(['$a', 2]), then: 'y', else: $.ifNull(['$b', null])})}).end()",
        "db.collection('c').aggregate().addFields({t: $.add(['$a', $.size('$b')]), u: $.dateToString({date: '$at', format: '%Y'}), w: $.neq(['$a', 1])}).end()",
        "db.collection('c').aggregate().lookup({from: 'o', let: {id: '$_id'}, pipeline: $.pipeline().match(_.expr($.eq(['$owner', '$$id']))).project({a: 1}).done(), as: 'list'}).replaceRoot({newRoot: $.mergeObjects([$.arrayElemAt(['$list', 0]), '$$ROOT'])}).end()",
        "db.collection('c').aggregate().unwind('$a').sortByCount('$a').end()",
        "db.collection('c').aggregate().unwind({path: '$a', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true}).count('n').end()",
        "db.collection('c').aggregate().sample({size: 3}).bucket({groupBy: '$a', boundaries: [0, 10, 20], default: 'x', output: {n: $.sum(1)}}).end()",
        "db.collection('c').aggregate().bucketAuto({groupBy: '$a', buckets: 3}).end()",
        "db.collection('c').aggregate().geoNear({distanceField: 'd', spherical: true, near: new db.Geo.Point(113, 23), query: {a: _.gt(1)}, maxDistance: 5, limit: 3}).end()",
    ];

    [Fact]
    public Task Statements_stand_for_the_requests_that_the_sdk_makes_of_them() => JudgeAsync(s_statements);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Generated_statements_stand_for_the_requests_that_the_sdk_makes_of_them(int seed)
    {
        StatementGenerator statements = new(new Random(seed));
        return JudgeAsync([.. Enumerable.Range(0, StatementsPerSeed).Select(_ => statements.Next())]);
    }

    private static async Task JudgeAsync(string[] statements)
    {
        using TemporaryFolder folder = new();
        var file = folder.Combine("statements.jsonl");
        await File.WriteAllLinesAsync(file, statements.Select(statement => JsonSerializer.Serialize(statement)), TestEmulator.Cancellation);
        var output = await NodePackages.RunAsync("statements.js", null, file);
        ExtendedJsonReader reader = new(now: 0);
        var requests = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(reader.ReadDocument).ToArray();
        Assert.Equal(statements.Length, requests.Length);

        var differences = statements.Zip(requests, Compare).OfType<string>().ToArray();
        Assert.True(differences.Length == 0, $"{differences.Length} of {statements.Length} differ:\n{string.Join('\n', differences.Take(12))}");
    }

    /// <summary>How a statement differs; null when it does not.</summary>
    private static string? Compare(string statement, DocumentValue request)
    {
        if (!request["error"].IsMissing)
        {
            return $"{statement}\nsdk {request["error"]}";
        }

        var expected = Comparable(Expected(request));
        DbValue actual;
        try
        {
            actual = Comparable(Actual(StatementEvaluator.Evaluate(statement, now: 0)));
        }
        catch (Exception e) when (e is StatementException or DatabaseException)
        {
            return $"{statement}\nsdk {ExtendedJsonWriter.ToText(expected)}\nwe  {e.Message}";
        }

        return ValueOrder.AreEqual(expected, actual) ? null : $"{statement}\nsdk {ExtendedJsonWriter.ToText(expected)}\nwe  {ExtendedJsonWriter.ToText(actual)}";
    }

    /// <summary>The request in one shape for both sides: its texts read, and what only transports it left out.</summary>
    private static DocumentValue Expected(DocumentValue request)
    {
        ExtendedJsonReader reader = new(now: 0);
        DbValue Read(string name) => request[name] is TextValue { Text.Length: > 0 } text ? reader.Read(text.Text) : DocumentValue.Empty;
        var action = ((TextValue)request["action"]).Text;
        DocumentBuilder shape = new();
        shape.Set("action", request["action"]).Set("collection", request["collectionName"]);
        return (action switch
        {
            "database.insertDocument" => shape.Set("data", new ArrayValue([.. ((ArrayValue)request["data"]).Select(item => reader.Read(((TextValue)item).Text))])),
            "database.aggregateDocuments" => shape.Set("stages", new ArrayValue([.. ((ArrayValue)request["stages"]).Cast<DocumentValue>().Select(stage =>
                DocumentValue.Of(((TextValue)stage["stageKey"]).Text, reader.Read(((TextValue)stage["stageValue"]).Text)))])),
            "database.modifyDocument" => shape.Set("query", Read("query")).Set("data", Read("data")).Set("multi", request["multi"]),
            "database.removeDocument" => shape.Set("query", Read("query")).Set("multi", request["multi"]),
            "database.calculateDocument" => shape.Set("query", Read("query")),
            _ => shape.Set("query", Read("query")).Set("order", Read("order")).Set("projection", Read("projection")).Set("offset", request["offset"] is NumberValue offset ? offset : NumberValue.Of(0)),
        }).Build();
    }

    private static DocumentValue Actual(DatabaseAction action)
    {
        static DocumentBuilder Shape(string name, string collection) => new DocumentBuilder().Set("action", new TextValue($"database.{name}")).Set("collection", new TextValue(collection));
        static DocumentBuilder Find(string name, FindCommand find) => Shape(name, find.Collection).Set("query", find.Filter);
        return (action switch
        {
            DatabaseAction.Add add => Shape("insertDocument", add.Collection).Set("data", new ArrayValue([.. add.Documents])),
            DatabaseAction.Aggregate aggregate => Shape("aggregateDocuments", aggregate.Command.Collection).Set("stages", new ArrayValue([.. aggregate.Command.Stages])),
            DatabaseAction.Update update => Find("modifyDocument", update.Find).Set("data", update.Data).Set("multi", BooleanValue.Of(update.IsMulti)),
            DatabaseAction.Set set => Shape("modifyDocument", set.Collection).Set("query", DocumentValue.Of("_id", set.Id)).Set("data", set.Document).Set("multi", BooleanValue.False),
            DatabaseAction.Remove remove => Find("removeDocument", remove.Find).Set("multi", BooleanValue.Of(remove.IsMulti)),
            DatabaseAction.Count count => Find("calculateDocument", count.Find),
            DatabaseAction.Get get => Find("getDocument", get.Find).Set("order", get.Find.Sort).Set("projection", get.Find.Projection).Set("offset", NumberValue.Of(get.Find.Skip)),
            _ => throw new InvalidOperationException(action.ToString()),
        }).Build();
    }

    /// <summary>Fields, and the conditions of a list, sorted, since their order means nothing here, except in an order.</summary>
    private static DbValue Comparable(DbValue value)
    {
        return value switch
        {
            DocumentValue document => new DocumentValue([.. document.OrderBy<Field, string>(field => field.Name, StringComparer.Ordinal).Select(field =>
                new Field(field.Name, field.Name switch
                {
                    "order" or "$sort" => field.Value,
                    "$or" or "$and" or "$nor" when Comparable(field.Value) is ArrayValue conditions => new ArrayValue([.. conditions.Order(ValueOrder.Instance)]),
                    _ => Comparable(field.Value),
                }))]),
            ArrayValue array => new ArrayValue([.. array.Select(Comparable)]),
            NumberValue number => new TextValue($"{number.Type} {number}"),
            _ => value,
        };
    }
}
