using System;
using System.Globalization;
using System.Linq;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random statements in the language of the SDKs, every command and stage of it among them.</summary>
internal sealed class StatementGenerator(Random random)
{
    private static readonly string[] s_fields = ["a", "b", "o", "'x.y'", "list"];

    private static readonly string[] s_unary =
    [
        "abs", "ceil", "exp", "floor", "ln", "log10", "sqrt", "arrayToObject", "isArray", "objectToArray", "reverseArray", "size", "not", "dayOfMonth", "dayOfWeek", "dayOfYear",
        "isoDayOfWeek", "isoWeek", "isoWeekYear", "millisecond", "second", "minute", "hour", "month", "week", "year", "strLenBytes", "strLenCP", "toLower", "toUpper",
    ];

    private static readonly string[] s_lists =
    [
        "add", "divide", "log", "mod", "multiply", "pow", "subtract", "trunc", "arrayElemAt", "concatArrays", "in", "indexOfArray", "range", "slice", "and", "or", "cmp", "eq", "gt", "gte", "lt",
        "lte", "neq", "cond", "ifNull", "mergeObjects", "allElementsTrue", "anyElementTrue", "setDifference", "setEquals", "setIntersection", "setIsSubset", "setUnion", "concat", "indexOfBytes",
        "indexOfCP", "split", "strcasecmp", "substr", "substrBytes", "substrCP", "avg", "max", "min", "sum", "stdDevPop", "stdDevSamp",
    ];

    public string Next()
    {
        return $"db.collection('c').{random.Next(8) switch
        {
            < 2 => $"where({Filter()}){Chain()}.get()",
            2 => $"where({Filter()}).{OneOf("count()", "remove()")}",
            3 or 4 => $"{OneOf($"where({Filter()})", "doc('id')", "doc(7)")}.update({{data: {Update()}}})",
            5 => OneOf($"add({{data: {{p: {Point()}, q: {Document(0)}}}}})", $"add({{data: [{Document(1)}, {Document(1)}]}})", $"doc('id').set({{data: {Document(0)}}})"),
            _ => $"aggregate(){string.Concat(Enumerable.Range(0, random.Next(4) + 1).Select(_ => Stage()))}.end()",
        }}";
    }

    private string OneOf(params string[] choices) => choices[random.Next(choices.Length)];

    private bool Chance(double probability) => random.NextDouble() < probability;

    private string Whole(int limit) => random.Next(limit).ToString(CultureInfo.InvariantCulture);

    private string Number() => OneOf(Whole(10), $"-{Whole(9)}.5", "5000000000", "1e3", "0.1", "-0.25");

    private string Scalar() => OneOf(Number(), Number(), "'text'", "\"a \\u4e2d \\\" 'q'\"", "'中\\n'", "true", "false", "null", $"new Date({Whole(9999)})");

    /// <summary>A value without geometries: in the argument of <c>_.set</c> this SDK writes them as it holds them, <c>{latitude, longitude}</c>.</summary>
    private string Value(int depth)
    {
        return depth > 1 || Chance(0.6) ? Scalar() : OneOf($"[{Value(depth + 1)}, {Scalar()}]", "[]", Document(depth + 1));
    }

    private string Document(int depth) => $"{{{string.Join(", ", s_fields.Where(name => name[0] != '\'' && Chance(0.5)).Append("z").Select(name => $"{name}: {Value(depth)}"))}}}";

    private string Point() => $"new db.Geo.Point({Whole(100)}, {Whole(80)}.5)";

    private string Filter(int depth = 0)
    {
        return depth < 2 && Chance(0.2)
            ? $"_.{OneOf("or", "and", "nor")}([{Filter(depth + 1)}, {Filter(depth + 1)}])"
            : $"{{{string.Join(", ", s_fields.Where(_ => Chance(0.3)).Append("w").Select(name => $"{name}: {Condition(0)}"))}}}";
    }

    private string Condition(int depth)
    {
        var compare = $"_.{OneOf("eq", "neq", "gt", "gte", "lt", "lte")}({Scalar()})";
        return random.Next(depth > 1 ? 8 : 16) switch
        {
            0 => Scalar(),
            1 or 2 => compare,
            3 => $"_.{OneOf("in", "nin", "all")}([{Scalar()}, {Scalar()}])",
            4 => OneOf("_.exists(true)", "_.exists(false)", $"_.size({Whole(5)})", $"_.mod({Whole(4)}, 1)", $"_.mod([{Whole(4)}, 0])"),
            5 => OneOf("/^a.*b$/i", "db.RegExp({regexp: '中', options: 'im'})", "_.in([/x/, 'y'])"),
            6 => $"_.geoNear({{geometry: {Point()}, maxDistance: {Whole(1000)}, minDistance: {Whole(10)}}})",
            7 => OneOf($"_.geoWithin({{centerSphere: [{Point()}, 0.{Whole(9)}]}})", $"_.geoIntersects({{geometry: {Point()}}})"),
            8 => $"{compare}.and(_.lt({Number()}))",
            9 => $"_.or({compare}, {OneOf(compare, "_.size(2)", "_.in([1])")})",
            10 => $"_.or([{compare}, _.in([{Scalar()}])])",
            11 => $"_.not({compare})",
            12 => $"_.elemMatch({{x: _.gt({Number()}), y: {Scalar()}}})",
            13 => $"_.elemMatch(_.gte({Number()}))",
            14 => $"{{q: {Condition(depth + 1)}, r: {{s: {Scalar()}}}}}",
            _ => $"_.gt({Number()}).lt({Number()})",
        };
    }

    private string Chain()
    {
        return string.Concat(
            Chance(0.4) ? $".orderBy('a', '{OneOf("asc", "desc")}')" : string.Empty,
            Chance(0.2) ? ".orderBy('o.q', 'desc')" : string.Empty,
            Chance(0.3) ? $".skip({Whole(9)})" : string.Empty,
            Chance(0.3) ? $".limit({Whole(9)}1)" : string.Empty,
            Chance(0.3) ? OneOf(".field({a: true, b: 1})", ".field({list: _.project.slice(2)})", ".field({list: _.project.elemMatch({x: 1}), a: 1})", ".field({'list.$': true})", ".field({a: false, b: 0})") : string.Empty);
    }

    private string Update()
    {
        string[] commands =
        [
            Scalar(),
            $"_.set({Document(0)})",
            $"_.inc({Number()})",
            $"_.mul({Number()})",
            $"_.min({Number()})",
            $"_.max({Number()})",
            "_.rename('other')",
            "_.remove()",
            $"_.push({Scalar()})",
            $"_.push([{Scalar()}, {Scalar()}])",
            $"_.push({{each: [{Number()}], position: {Whole(3)}, sort: 1, slice: -{Whole(4)}}})",
            "_.pop()",
            "_.shift()",
            $"_.unshift([{Scalar()}, {Scalar()}])",
            $"_.unshift({Number()})",
            $"_.pull({Scalar()})",
            $"_.pull(_.in([{Scalar()}]))",
            $"_.pull({{w: _.gt({Number()})}})",
            $"_.pullAll([{Scalar()}, {Scalar()}])",
            $"_.addToSet({Scalar()})",
            $"_.addToSet({{$each: [{Scalar()}]}})",
            $"{{q: {Scalar()}, r: {{s: _.inc(1)}}}}",
            $"[{Scalar()}]",
            Point(),
            "db.serverDate()",
        ];
        return $"{{{string.Join(", ", s_fields.Append("'p.$.q'").Append("'p.$[].r'").Where(_ => Chance(0.3)).Append("w").Select(name => $"{name}: {OneOf(commands)}"))}}}";
    }

    private string Expression(int depth = 0)
    {
        if (depth > 2 || Chance(0.3))
        {
            return OneOf("'$a'", "'$o.q'", "'$$ROOT'", Number(), "'text'", $"$.literal({Scalar()})");
        }

        var next = depth + 1;
        return random.Next(9) switch
        {
            0 or 1 => $"$.{OneOf(s_unary)}({Expression(next)})",
            2 or 3 => $"$.{OneOf(s_lists)}([{Expression(next)}, {Expression(next)}])",
            4 => $"$.{OneOf("filter", "map")}({{input: {Expression(next)}, as: 'v', {OneOf("in", "cond")}: {Expression(next)}}})",
            5 => $"$.cond({{if: {Expression(next)}, then: {Expression(next)}, else: {Expression(next)}}})",
            6 => $"$.switch({{branches: [{{case: {Expression(next)}, then: 1}}], default: {Expression(next)}}})",
            7 => OneOf(
                "$.dateFromParts({year: 2020, month: '$m'})",
                "$.dateFromString({dateString: '$a'})",
                "$.dateToString({date: '$a', format: '%Y', timezone: 'Asia/Shanghai'})",
                $"$.reduce({{input: '$a', initialValue: 0, in: {Expression(next)}}})",
                "$.zip({inputs: ['$a', '$b'], useLongestLength: true})"),
            _ => OneOf($"$.let({{vars: {{v: {Expression(next)}}}, in: '$$v'}})", "$.meta('textScore')", $"{{k: {Expression(next)}}}"),
        };
    }

    private string Stage()
    {
        var accumulators = string.Join(", ", new[] { "f", "g" }.Select(name => $"{name}: $.{OneOf("sum", "avg", "first", "last", "max", "min", "push", "addToSet", "stdDevPop", "stdDevSamp")}({OneOf("1", "'$a'")})"));
        return random.Next(16) switch
        {
            0 => $".match({Filter()})",
            1 => $".addFields({{t: {Expression()}, 'u.v': {Expression()}}})",
            2 => $".project({{_id: 0, a: 1, t: {Expression()}}})",
            3 => $".group({{_id: {OneOf("null", "'$k'", "{k: '$a'}")}, {accumulators}}})",
            4 => $".sort({{a: {OneOf("1", "-1")}, b: -1}})",
            5 => $".skip({Whole(9)})",
            6 => $".limit({Whole(9)}1)",
            7 => OneOf(".unwind('$list')", ".unwind({path: '$list', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true})"),
            8 => OneOf(".sortByCount('$a')", ".count('total')"),
            9 => $".bucket({{groupBy: {Expression(1)}, boundaries: [0, 5, 10], default: 'other', output: {{{accumulators}}}}})",
            10 => $".bucketAuto({{groupBy: '$a', buckets: {Whole(5)}1}})",
            11 => ".sample({size: 3})",
            12 => $".replaceRoot({{newRoot: {OneOf("'$o'", "$.mergeObjects(['$o', '$$ROOT'])")}}})",
            13 => ".lookup({from: 'o', localField: 'a', foreignField: 'b', as: 'found'})",
            14 => $".lookup({{from: 'o', let: {{own: '$_id'}}, pipeline: $.pipeline().match(_.expr($.eq(['$owner', '$$own']))).project({{t: {Expression(1)}}}).limit(3).done(), as: 'found'}})",
            _ => $".geoNear({{distanceField: 'd', spherical: true, near: {Point()}, query: {Filter(2)}, maxDistance: 5, key: 'p'}})",
        };
    }
}
