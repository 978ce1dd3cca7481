using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random pipelines over the documents of <see cref="ValueGenerator"/>.</summary>
internal sealed class PipelineGenerator(ValueGenerator values, FilterGenerator filters, ExpressionGenerator expressions)
{
    private static readonly string[] s_accumulators = ["$sum", "$avg", "$max", "$min", "$first", "$last", "$push", "$addToSet", "$stdDevPop", "$stdDevSamp"];

    /// <summary>Up to two stages that keep the documents' shape, and one that may change it.</summary>
    public IReadOnlyList<DbValue> Pipeline()
    {
        List<DbValue> stages = [];
        for (var i = values.Next(3); i > 0; i--)
        {
            stages.AddRange(Earlier(i));
        }

        var last = Last();
        stages.Add(last);
        switch (last[0].Name)
        {
            case "$sortByCount":
                // Among equal counts any order will do.
                stages.Add(Stage("$sort", new DocumentValue(new Field("count", NumberValue.Of(-1)), new Field("_id", NumberValue.Of(1)))));
                break;
            case "$bucket" or "$bucketAuto":
                // mingo gives empty buckets too; MongoDB's documentation of $bucket: only buckets that contain at least one document.
                stages.Add(Stage("$match", DocumentValue.Of("n", DocumentValue.Of("$gt", NumberValue.Of(0)))));
                break;
        }

        return stages;
    }

    private DocumentValue[] Earlier(int number)
    {
        return values.Next(6) switch
        {
            0 => [Stage("$match", filters.Filter())],
            1 => [Stage("$sort", new DocumentValue(new Field(values.OneOf("a", "b"), NumberValue.Of(values.OneOf(1, -1))), new Field("_id", NumberValue.Of(1))))],
            2 => [Stage("$skip", NumberValue.Of(values.Next(2)))],
            3 => [Stage("$limit", NumberValue.Of(values.Next(4) + 1))],

            // mingo drops a document in which an empty one is to be unwound.
            4 => [Stage("$match", DocumentValue.Of("d", DocumentValue.Of("$ne", DocumentValue.Empty))), Stage("$unwind", new TextValue("$d"))],
            // New fields: mingo merges no object into what is there already.
            _ => [Stage("$addFields", new DocumentValue(new Field($"n{number}", expressions.Any()), new Field($"o{number}", expressions.Any())))],
        };
    }

    private DocumentValue Last()
    {
        switch (values.Next(16))
        {
            case 0:
                return Stage("$project", new DocumentValue(new Field("a", NumberValue.Of(1)), new Field("p", expressions.Any())));
            case 1:
                Field dropped = new(values.OneOf("a", "b", "d.x"), NumberValue.Of(0));
                return Stage("$project", values.Chance(0.5) ? new DocumentValue(dropped) : new DocumentValue(dropped, new Field("_id", NumberValue.Of(0))));
            case 2:
                return Stage("$group", Group());
            case 3:
                return Stage("$unwind", values.Chance(0.5)
                    ? new TextValue("$c")
                    : new DocumentValue(new Field("path", new TextValue("$c")), new Field("includeArrayIndex", new TextValue("i")), new Field("preserveNullAndEmptyArrays", BooleanValue.Of(values.Chance(0.5)))));
            case 4:
                return Stage("$count", new TextValue("total"));
            case 5:
                return Stage("$replaceRoot", DocumentValue.Of("newRoot", new DocumentValue(new Field("id", new TextValue("$_id")), new Field("v", expressions.Any()))));
            case 6:
                return Stage("$lookup", new DocumentValue(
                    new Field("from", new TextValue("c")), new Field("localField", new TextValue("a")), new Field("foreignField", new TextValue("b")), new Field("as", new TextValue("found"))));
            case 7:
                // No value is a boundary: mingo puts those into the bucket below.
                return Stage("$bucket", new DocumentValue(
                    new Field("groupBy", expressions.Number(1)),
                    new Field("boundaries", new ArrayValue([NumberValue.Of(-1.3), NumberValue.Of(values.OneOf(0.3, 1.3)), NumberValue.Of(2.7)])),
                    new Field("default", NumberValue.Of(99)),
                    new Field("output", new DocumentValue(new Field("n", DocumentValue.Of("$sum", NumberValue.Of(1))), new Field("f", Accumulator())))));
            case 8:
                return Stage("$bucketAuto", new DocumentValue(new Field("groupBy", expressions.Number(1)), new Field("buckets", NumberValue.Of(values.Next(3) + 1)), new Field("output", new DocumentValue(new Field("n", DocumentValue.Of("$sum", NumberValue.Of(1))), new Field("f", Accumulator())))));
            case 9:
                return Stage("$facet", new DocumentValue(
                    new Field("counted", new ArrayValue([Stage("$match", filters.Filter(1)), Stage("$group", Group())])),
                    new Field("first", new ArrayValue([Stage("$limit", NumberValue.Of(2))]))));
            case 10:
                return Stage("$unset", values.Chance(0.5) ? new TextValue("a") : new ArrayValue([new TextValue("a"), new TextValue("d.x")]));
            case 11:
                return Stage("$replaceWith", expressions.Document(1));
            case 12:
                return Stage("$lookup", new DocumentValue(
                    new Field("from", new TextValue("c")),
                    new Field("let", DocumentValue.Of("own", new TextValue("$_id"))),
                    new Field("pipeline", new ArrayValue([
                        Stage("$match", DocumentValue.Of("$expr", DocumentValue.Of(values.OneOf("$eq", "$ne"), new ArrayValue([new TextValue("$_id"), new TextValue("$$own")])))),
                        Stage("$project", DocumentValue.Of("a", NumberValue.Of(1)))])),
                    new Field("as", new TextValue("found"))));
            case 13:
                return Stage("$set", new DocumentValue(new Field("v", expressions.Any()), new Field("e.z", expressions.Number(1))));
            case 14:
                return Stage("$sortByCount", new TextValue(values.OneOf("$a", "$b")));
            default:
                return Stage("$addFields", DocumentValue.Of("v", expressions.Any()));
        }
    }

    private DocumentValue Group()
    {
        List<Field> fields = [new("_id", values.Chance(0.2) ? DbValue.Null : new TextValue(values.OneOf("$a", "$b", "$d.x")))];
        fields.AddRange(Enumerable.Range(0, values.Next(3) + 1).Select(i => new Field($"f{i}", Accumulator())));
        return new DocumentValue([.. fields]);
    }

    /// <summary>mingo pushes null for a missing value, so there is none.</summary>
    private DocumentValue Accumulator()
    {
        var name = values.OneOf(s_accumulators);
        var isNumeric = name is "$sum" or "$avg" or "$stdDevPop" or "$stdDevSamp" or "$max" or "$min";
        return DocumentValue.Of(name, isNumeric ? expressions.Number(1) : DocumentValue.Of("$ifNull", new ArrayValue([new TextValue(values.OneOf("$a", "$b", "$_id")), NumberValue.Of(0)])));
    }

    private static DocumentValue Stage(string name, DbValue argument) => DocumentValue.Of(name, argument);
}
