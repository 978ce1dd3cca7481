using System;
using WxCloud.Database.Parsing;
using Xunit;

namespace WxCloud.Core.Tests.Database;

public sealed class ParsedStatementTests
{
    [Theory]
    [InlineData("db.collection('c').get()")]
    [InlineData("\n  db.collection(\"c\")\n    .where({ n: _.gt(3).and(_.lt(5)), 'o.q': /a/i, }).skip(1).limit(5).orderBy('n', 'desc').field({ n: true }).get();")]
    [InlineData("db.collection('c').where(_.or([{ a: _.in([1, 2]) }, { b: _.exists(true) }])).get()")]
    [InlineData("db.collection('c').where({ at: _.gte(new Date('2024-01-01')), by: db.RegExp({ regexp: 'a', options: 'i' }) }).get()")]
    [InlineData("db.collection('c').where({ p: _.geoNear({ geometry: db.Geo.Point(113, -23), maxDistance: 100 }) }).get()")]
    [InlineData("db.collection('c').where({ p: _.geoNear({ geometry: new db.Geo.Point(113, 23) }) }).get()")]
    [InlineData("const Point = db.Geo.Point; db.collection('c').where({ p: _.geoIntersects({ geometry: Point(1, 2) }) }).get()")]
    [InlineData("const n = 5; db.collection('c').where({ n }).get()", 1, 41)]
    [InlineData("db.collection('c').doc('a').get()")]
    [InlineData("db.collection('c').where(_.expr($.eq(['$a', '$b']))).get()")]
    [InlineData("db.colection('c').get()", 1, 4)]
    [InlineData("db.collection('c').where({ n: gt(3) }).get()", 1, 31)]
    [InlineData("db.collection('c').where({ n: _.gtt(3) }).get()", 1, 33)]
    [InlineData("db.collection('c')\n  .where({ n: 1 + 1 }).get()", 2, 15)]
    [InlineData("db.collection('c').get", 1, 20)]
    [InlineData("db.collection('c').count()", 1, 20)]
    [InlineData("db.collection('c').get(); db.collection('c').get()", 1, 27)]
    [InlineData("while (true) {}", 1, 1)]
    [InlineData("process.exit()", 1, 1)]
    [InlineData("db.collection('c').where(() => 1).get()", 1, 26)]
    [InlineData("db.collection('c').where({ get a() { return 1 } }).get()", 1, 28)]
    [InlineData("db.collection('c').where({ ...x }).get()", 1, 28)]
    [InlineData("db.collection('c').where({ [a]: 1 }).get()", 1, 28)]
    [InlineData("db['collection']('c').get()", 1, 4)]
    [InlineData("db.collection(`c${1}`).get()", 1, 15)]
    [InlineData("db.collection('c').where({ n: 'a'.length }).get()", 1, 35)]
    [InlineData("db.constructor('c').get()", 1, 4)]
    [InlineData("db.collection('c').where({ n: new Function('x') }).get()", 1, 35)]
    [InlineData("db.collection('c').where({ n: @n.length }).get()", 1, 34)]
    [InlineData("db.collection('c').where({ n: ).get()", 1, 31)]
    [InlineData("db.collection('c').where({ n: 'a }).get()", 1, 31)]
    [InlineData("", 1, 1)]
    [InlineData("db", 1, 1)]
    [InlineData("await db.collection('c').get()", 1, 1)]
    public void Only_call_chains_of_the_language_pass_and_others_name_their_place(string statement, int line = 0, int column = 0)
    {
        var failure = Record.Exception(() => ParsedStatement.Parse(statement, [], "get"));
        if (line == 0)
        {
            Assert.Null(failure);
            return;
        }

        var error = Assert.IsType<WxCloudException>(failure);
        Assert.Equal("WxCloud.Database.StatementInvalid", error.ErrorId);
        Assert.EndsWith($"(line {line}, column {column})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_a_value_is_named()
    {
        var error = Assert.Throws<WxCloudException>(() => ParsedStatement.Parse("db.collection('c').where({ n: @min }).get()", new() { { "max", 1 } }, "get"));
        Assert.Contains("@min", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_place_is_named()
    {
        var error = Assert.Throws<WxCloudException>(() => ParsedStatement.Parse("db.collection('c').where({ n: '@min' }).get()", new() { { "min", 1 } }, "get"));
        Assert.Equal("WxCloud.Database.ParameterNotUsed", error.ErrorId);
    }

    [Fact]
    public void Pages_are_asked_for_before_the_last_call()
    {
        var statement = ParsedStatement.Parse("db.collection('c').where({ n: @n }).get()", new() { { "n", "x" } }, "get");
        Assert.False(statement.HasPage);
        Assert.Equal("db.collection('c').where({ n: (\"x\") }).skip(1).limit(2).get()", statement.WithCalls(".skip(1).limit(2)"));
    }
}
