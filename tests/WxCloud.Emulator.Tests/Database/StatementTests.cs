using System;
using System.Linq;
using WxCloud.Emulator.Database.Statements;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class StatementTests
{
    private const long Now = 1_700_000_000_000;

    [Theory]
    [InlineData("\ndb.collection(\"c\")\n  .where({ 'a': 1, \"b\": 2, })\n  .get()", """{"a":1,"b":2}""")]
    [InlineData("const Point = db.Geo.Point; const p = new Point(1, 2); db.collection('c').where({p: _.eq(p)}).get();", """{"p":{"$eq":{"type":"Point","coordinates":[1,2]}}}""")]
    [InlineData("const cmd = db.command; const limits = {low: 3}; db.collection('c').where({a: cmd.gt(limits.low)}).get()", """{"a":{"$gt":3}}""")]
    [InlineData("db.collection('c').where({a: `x`, b: -1, c: +2, d: [, ].length}).get()", null)]
    [InlineData("db.collection('c').where({a: new Date(), b: new Date(2020, 0, 2)}).get()", """{"a":{"$date":"2023-11-14T22:13:20.000Z"},"b":{"$date":"2020-01-02T00:00:00.000Z"}}""")]
    [InlineData("db['collection']('c')['where']({['a']: 'b'}).get()", """{"a":"b"}""")]
    [InlineData("db.collection('c').where({a: undefined, b: {c: undefined, d: 1}}).get()", """{"b.d":1}""")]
    [InlineData("db.collection('c').where({n: {$numberLong: '9007199254740993'}}).get()", """{"n":{"$numberLong":"9007199254740993"}}""")]
    public void The_documented_language_is_understood(string statement, string? filter)
    {
        if (filter is null)
        {
            Assert.Throws<StatementException>(() => StatementEvaluator.Evaluate(statement, Now));
            return;
        }

        var get = Assert.IsType<DatabaseAction.Get>(StatementEvaluator.Evaluate(statement, Now));
        Assert.Equal(filter, ExtendedJsonWriter.ToText(get.Find.Filter));
    }

    [Theory]
    [InlineData("db.collection('c').where({a: process.exit()}).get()", 1, 30, "'process'")]
    [InlineData("db.collection('c')\n .wher({}).get()", 2, 3, "'wher'")]
    [InlineData("db.collection('c').where({a: 1 + 2}).get()", 1, 30, "literals")]
    [InlineData("db.collection('c').where({a: () => 1}).get()", 1, 30, "literals")]
    [InlineData("db.collection('c').where({...x}).get()", 1, 27, "plain members")]
    [InlineData("db.collection('c').where({get a() { return 1 }}).get()", 1, 27, "plain members")]
    [InlineData("db.collection('c').where({a: 1}", 1, 32, "")]
    [InlineData("while (true) {}", 1, 1, "'const'")]
    [InlineData("function f() {}; db.collection('c').get()", 1, 1, "'const'")]
    [InlineData("db.collection('c')", 1, 1, "does something")]
    [InlineData("db.collection('c').get(); db.collection('c').get()", 1, 1, "'const'")]
    [InlineData("", 1, 1, "empty")]
    [InlineData("db.collection('c').where({a: _.foo(1)}).get()", 1, 32, "_.foo")]
    [InlineData("db.collection('c').where({a: _.in(1)}).get()", 1, 32, "in()")]
    [InlineData("db.collection('c').aggregate().group({x: $.foo(1)}).end()", 1, 44, "'foo'")]
    [InlineData("db.collection('c').aggregate().out('x').end()", 1, 32, "'out'")]
    [InlineData("db.constructor.constructor('return process')()", 1, 4, "'constructor'")]
    [InlineData("db.__proto__.get()", 1, 4, "'__proto__'")]
    [InlineData("db.collection('c').doc('x').update({data: {_id: 'y'}})", 1, 29, "_id")]
    [InlineData("db.collection('c').limit(-1).get()", 1, 20, "limit()")]
    [InlineData("db.collection('c').orderBy('a', 'up').get()", 1, 20, "orderBy()")]
    [InlineData("db.collection('c').where({p: new db.Geo.Point(200, 0)}).get()", 1, 41, "Point()")]
    [InlineData("new db.collection('c').get()", 1, 5, "'new'")]
    [InlineData("db.collection('c').where({a: this}).get()", 1, 30, "literals")]
    [InlineData("db.collection('c').where({a: `${1}`}).get()", 1, 30, "literals")]
    [InlineData("db?.collection('c').get()", 1, 1, "literals")]
    public void Anything_else_is_an_error_with_its_place(string statement, int line, int column, string named)
    {
        var error = Assert.Throws<StatementException>(() => StatementEvaluator.Evaluate(statement, Now));

        Assert.Contains(named, error.Message);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('(', ')')]
    [InlineData('-', ' ')]
    public void Nesting_beyond_all_measure_is_an_error_and_not_the_end_of_the_process(char open, char close)
    {
        const int Depth = 200_000;
        var statement = $"db.collection('c').where({{a: {new string(open, Depth)}1{new string(close, Depth)}}}).get()";

        var error = Assert.Throws<StatementException>(() => StatementEvaluator.Evaluate(open == '-' ? statement.Replace("--", "- ", StringComparison.Ordinal) : statement, Now));

        Assert.Contains("nested", error.Message);
    }

    [Fact]
    public void Nesting_that_the_parser_takes_is_refused_where_it_goes_too_deep()
    {
        var statement = $"db.collection('c').where({{a: {new string('[', 500)}1{new string(']', 500)}}}).get()";

        var error = Assert.Throws<StatementException>(() => StatementEvaluator.Evaluate(statement, Now));

        Assert.Contains("deeper than 400", error.Message);
        Assert.InRange(error.Column, 400, 500);
    }

    [Fact]
    public void Text_of_every_kind_is_no_code()
    {
        var text = string.Concat(Enumerable.Range(1, 0x2FFF).Where(i => i is not ('\'' or '\\' or '\n' or '\r')).Select(i => (char)i)) + "😀";

        var add = Assert.IsType<DatabaseAction.Add>(StatementEvaluator.Evaluate($"db.collection('c').add({{data: {{s: '{text}'}}}})", Now));

        Assert.Equal(text, add.Documents[0]["s"].ToString());
    }
}
