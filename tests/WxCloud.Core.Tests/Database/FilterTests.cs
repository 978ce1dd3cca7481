using System.Linq;
using System.Threading.Tasks;
using WxCloud.Database.Statements;
using Xunit;

namespace WxCloud.Core.Tests.Database;

public sealed class FilterTests : DatabaseTest
{
    [Theory]
    [InlineData("""{"n":1}""", "a")]
    [InlineData("""{"n":{"$gt":1}}""", "b,c")]
    [InlineData("""{"n":{"$gte":1,"$lt":3}}""", "a,b")]
    [InlineData("""{"n":{"$ne":1}}""", "b,c")]
    [InlineData("""{"n":{"$in":[1,3,"x"]}}""", "a,c")]
    [InlineData("""{"n":{"$nin":[1,3]}}""", "b")]
    [InlineData("""{"n":{"$mod":[2,1]}}""", "a,c")]
    [InlineData("""{"n":{"$not":{"$gt":1}}}""", "a")]
    [InlineData("""{"at":{"city":"广州"}}""", "a")]
    [InlineData("""{"at.city":"广州"}""", "a")]
    [InlineData("""{"at.city":{"$exists":true}}""", "a,b")]
    [InlineData("""{"name":{"$regex":"^ann","$options":"i"}}""", "a")]
    [InlineData("""{"tags":"x"}""", "a,b")]
    [InlineData("""{"tags":{"$all":["x","y"]}}""", "a")]
    [InlineData("""{"tags":{"$size":1}}""", "b")]
    [InlineData("""{"items":{"$elemMatch":{"k":1,"v":{"$gt":5}}}}""", "b")]
    [InlineData("""{"scores":{"$elemMatch":{"$gt":5,"$lt":8}}}""", "a")]
    [InlineData("""{"$or":[{"n":1},{"name":"Carl"}]}""", "a,c")]
    [InlineData("""{"$nor":[{"n":1},{"n":2}]}""", "c")]
    [InlineData("""{"$and":[{"n":{"$gt":1}},{"n":{"$lt":3}}]}""", "b")]
    [InlineData("""{"tags":"x","$or":[{"n":2},{"n":3}]}""", "b")]
    [InlineData("""{"$or":[{"n":1},{"n":2}],"$nor":[{"n":1}]}""", "b")]
    [InlineData("""{"$expr":{"$gt":["$n","$limit"]}}""", "c")]
    [InlineData("""{"spot":{"$geoNear":{"geometry":{"type":"Point","coordinates":[113.3,23.1]},"maxDistance":5000}}}""", "a")]
    [InlineData("""{"spot":{"$geoWithin":{"$geometry":{"type":"Polygon","coordinates":[[[113,23],[114,23],[114,24],[113,24],[113,23]]]}}}}""", "a")]
    [InlineData("""{"spot":{"$geoWithin":{"$centerSphere":[[116.4,39.9],0.001]}}}""", "b")]
    [InlineData("""{"spot":{"$geoIntersects":{"$geometry":{"type":"Point","coordinates":[113.3,23.1]}}}}""", "a")]
    [InlineData("""{"at":{}}""", "c")]
    [InlineData("""{"since":{"$gte":{"$date":"2024-01-02T00:00:00Z"}}}""", "b")]
    public async Task Operators_reach_the_service(string filter, string ids)
    {
        await AddAsync(
            """{"_id":"a","n":1,"limit":2,"name":"Anna","tags":["x","y"],"scores":[1,7],"at":{"city":"广州"},"since":{"$date":"2024-01-01T00:00:00Z"},"spot":{"type":"Point","coordinates":[113.3,23.1]}}""",
            """{"_id":"b","n":2,"limit":2,"name":"bob","tags":["x"],"scores":[9],"items":[{"k":1,"v":6}],"at":{"city":"北京"},"since":{"$date":"2024-01-03T00:00:00Z"},"spot":{"type":"Point","coordinates":[116.4,39.9]}}""",
            """{"_id":"c","n":3,"limit":2,"name":"Carl","items":[{"k":1,"v":5},{"k":2,"v":6}],"at":{}}""");
        Assert.Equal(ids, await FindAsync(filter));
    }

    [Theory]
    [InlineData("""{"n":{"$foo":1}}""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""{"$foo":[{"n":1}]}""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""{"$where":"this.n"}""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""{"n":{"$gt":1,"x":2}}""", "WxCloud.Database.OperatorsMixed")]
    [InlineData("""{"n":{"$in":1}}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"n":{"$mod":[1]}}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"$or":{"n":1}}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"$or":[1]}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"n":{"$elemMatch":1}}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"n":{"$exists":1}}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{"n":{"$geoNear":{"maxDistance":1}}}""", "WxCloud.Database.GeometryInvalid")]
    public void A_filter_that_makes_no_sense_is_refused_before_a_call(string filter, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<WxCloudException>(() => CollectionStatement.On("c").Where(Fields(filter))).ErrorId);

    [Theory]
    [InlineData("""{"n":5}""", """{"_id":"a","n":5,"o":{"p":1,"q":2},"l":[1,2,3]}""")]
    [InlineData("""{"n":{"$inc":2}}""", """{"_id":"a","n":3,"o":{"p":1,"q":2},"l":[1,2,3]}""")]
    [InlineData("""{"$inc":{"n":2},"x":1}""", """{"_id":"a","n":3,"o":{"p":1,"q":2},"l":[1,2,3],"x":1}""")]
    [InlineData("""{"n":{"$mul":4}}""", """{"_id":"a","n":4,"o":{"p":1,"q":2},"l":[1,2,3]}""")]
    [InlineData("""{"n":{"$max":9},"o.p":{"$min":0}}""", """{"_id":"a","n":9,"o":{"p":0,"q":2},"l":[1,2,3]}""")]
    [InlineData("""{"o":{"p":7}}""", """{"_id":"a","n":1,"o":{"p":7,"q":2},"l":[1,2,3]}""")]
    [InlineData("""{"o":{"$set":{"p":7}}}""", """{"_id":"a","n":1,"o":{"p":7},"l":[1,2,3]}""")]
    [InlineData("""{"o":{}}""", """{"_id":"a","n":1,"o":{},"l":[1,2,3]}""")]
    [InlineData("""{"o":{"$unset":true}}""", """{"_id":"a","n":1,"l":[1,2,3]}""")]
    [InlineData("""{"$rename":{"n":"m"}}""", """{"_id":"a","o":{"p":1,"q":2},"l":[1,2,3],"m":1}""")]
    [InlineData("""{"l":{"$push":4}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,2,3,4]}""")]
    [InlineData("""{"l":{"$push":{"$each":[0,9],"$position":0,"$slice":4}}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[0,9,1,2]}""")]
    [InlineData("""{"l":{"$unshift":0}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[0,1,2,3]}""")]
    [InlineData("""{"l":{"$pop":1}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,2]}""")]
    [InlineData("""{"l":{"$pop":-1}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[2,3]}""")]
    [InlineData("""{"l":{"$shift":true}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[2,3]}""")]
    [InlineData("""{"l":{"$pull":2}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,3]}""")]
    [InlineData("""{"l":{"$pull":{"$gt":1}}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1]}""")]
    [InlineData("""{"l":{"$pullAll":[1,3]}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[2]}""")]
    [InlineData("""{"l":{"$addToSet":{"$each":[3,4]}}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,2,3,4]}""")]
    [InlineData("""{"l":{"$addToSet":3}}""", """{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,2,3]}""")]
    public async Task Updates_change_what_they_say(string changes, string expected)
    {
        await AddAsync("""{"_id":"a","n":1,"o":{"p":1,"q":2},"l":[1,2,3]}""");
        var update = await Engine.Editor.UpdateAsync(Environment, Collection, Fields("""{"n":1}"""), Fields(changes), Token);
        Assert.Equal(1, update.Matched);
        Assert.Equal(expected, WxCloud.Database.Values.DocumentJson.Write(Assert.Single(await ReadAsync())));
    }

    [Theory]
    [InlineData("""{"_id":"b"}""", "WxCloud.Database.IdNotChangeable")]
    [InlineData("""{"$inc":{"_id":1}}""", "WxCloud.Database.IdNotChangeable")]
    [InlineData("{}", "WxCloud.Database.NothingToChange")]
    [InlineData("""{"n":{"$foo":1}}""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""{"$foo":{"n":1}}""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""{"n":{"$inc":1,"$mul":2}}""", "WxCloud.Database.OperatorsMixed")]
    [InlineData("""{"$inc":1}""", "WxCloud.Database.OperandWrong")]
    [InlineData("""{".a":1}""", "WxCloud.Database.FieldNameInvalid")]
    public void Changes_that_make_no_sense_are_refused_before_a_call(string changes, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<WxCloudException>(() => CollectionStatement.On("c").Update(Fields(changes))).ErrorId);

    [Fact]
    public async Task Stages_reach_the_service()
    {
        await AddAsync("""{"_id":"a","k":"x","n":1}""", """{"_id":"b","k":"x","n":2}""", """{"_id":"c","k":"y","n":5}""");
        var stages = WxCloud.Database.Values.DocumentJson.Read(
            """
            [{"$match":{"n":{"$gt":0}}},
             {"$lookup":{"from":"things","let":{"key":"$k"},"pipeline":[{"$match":{"$expr":{"$eq":["$k","$$key"]}}},{"$count":"n"}],"as":"peers"}},
             {"$group":{"_id":"$k","sum":{"$sum":"$n"},"peers":{"$first":{"$arrayElemAt":["$peers",0]}}}},
             {"sort":{"_id":1}},{"$limit":5}]
            """, "stages");
        var reply = await Engine.Statements.AggregateAsync(Environment, CollectionStatement.On(Collection).Aggregate((System.Collections.Generic.IReadOnlyList<object?>)stages!), Token);
        Assert.Equal(["""{"_id":"x","sum":3,"peers":{"n":2}}""", """{"_id":"y","sum":5,"peers":{"n":1}}"""], reply.Data!.Select(static text => WxCloud.Database.Values.DocumentJson.Write(Fields(text))));
    }

    [Theory]
    [InlineData("""[{"$facet":{}}]""", "WxCloud.Database.OperatorUnknown")]
    [InlineData("""[{"$match":{},"$limit":1}]""", "WxCloud.Database.StageInvalid")]
    [InlineData("""[1]""", "WxCloud.Database.StageInvalid")]
    [InlineData("""[{"$group":{"_id":{"$foo":1}}}]""", "WxCloud.Database.OperatorUnknown")]
    public void Stages_that_make_no_sense_are_refused_before_a_call(string stages, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<WxCloudException>(() =>
            CollectionStatement.On("c").Aggregate((System.Collections.Generic.IReadOnlyList<object?>)WxCloud.Database.Values.DocumentJson.Read(stages, "stages")!)).ErrorId);
}
