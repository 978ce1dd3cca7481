using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>
/// Writes MongoDB's aggregation expressions as calls of <c>$</c>: <c>{ $sum: "$n" }</c> becomes <c>$.sum("$n")</c> (wxcloud
/// reference, <c>db.command.aggregate</c>).
/// </summary>
internal sealed class ExpressionWriter(LiteralWriter text)
{
    /// <summary>The expressions of the language, without their dollar. <c>$ne</c> has another name there.</summary>
    public static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "abs", "add", "ceil", "divide", "exp", "floor", "ln", "log", "log10", "mod", "multiply", "pow", "sqrt", "subtract", "trunc",
        "arrayElemAt", "arrayToObject", "concatArrays", "filter", "in", "indexOfArray", "isArray", "map", "range", "reduce", "reverseArray", "size", "slice", "zip",
        "and", "not", "or", "cmp", "eq", "gt", "gte", "lt", "lte", "neq", "cond", "ifNull", "switch",
        "dateFromParts", "dateFromString", "dateToString", "dayOfMonth", "dayOfWeek", "dayOfYear", "isoDayOfWeek", "isoWeek", "isoWeekYear",
        "millisecond", "second", "minute", "hour", "week", "month", "year",
        "literal", "let", "meta", "mergeObjects", "objectToArray",
        "allElementsTrue", "anyElementTrue", "setDifference", "setEquals", "setIntersection", "setIsSubset", "setUnion",
        "concat", "indexOfBytes", "indexOfCP", "split", "strLenBytes", "strLenCP", "strcasecmp", "substr", "substrBytes", "substrCP", "toLower", "toUpper",
        "addToSet", "avg", "first", "last", "max", "min", "push", "stdDevPop", "stdDevSamp", "sum",
    };

    /// <exception cref="WxCloudException">An operator is unknown.</exception>
    public LiteralWriter Write(object? expression) => expression switch
    {
        DocumentFields { Count: 1 } fields when fields[0].Key.StartsWith('$') && !ExtendedJson.IsTyped(fields) => Operator(fields[0].Key, fields[0].Value),
        DocumentFields fields when !ExtendedJson.IsTyped(fields) => text.Members(fields, Write),
        IReadOnlyList<object?> items => text.Array(items, Write),
        _ => text.Value(expression),
    };

    private LiteralWriter Operator(string name, object? operand)
    {
        var method = name == "$ne" ? "neq" : name.Substring(1);
        if (!Names.Contains(method))
        {
            throw Error.OperatorUnknown(name, text.Path, string.Join(", ", Names.Select(static known => "$" + known)));
        }

        text.Code($"$.{method}(");
        _ = method == "literal" ? text.Value(operand) : text.Inside(name, operand, Write);
        return text.Code(")");
    }
}
