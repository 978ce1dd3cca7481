using System.Collections.Frozen;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary><c>$</c>, which is <c>db.command.aggregate</c>: the expressions of the SDKs, and <c>pipeline()</c>.</summary>
internal sealed class AggregateLibrary : HostObject
{
    private static readonly FrozenSet<string> s_expressions = FrozenSet.Create(
        "abs", "add", "ceil", "divide", "exp", "floor", "ln", "log", "log10", "mod", "multiply", "pow", "sqrt", "subtract", "trunc",
        "arrayElemAt", "arrayToObject", "concatArrays", "filter", "in", "indexOfArray", "isArray", "map", "range", "reduce", "reverseArray", "size", "slice", "zip",
        "and", "not", "or", "cmp", "eq", "gt", "gte", "lt", "lte", "neq", "cond", "ifNull", "switch",
        "dateFromParts", "dateFromString", "dateToString", "dayOfMonth", "dayOfWeek", "dayOfYear", "isoDayOfWeek", "isoWeek", "isoWeekYear",
        "millisecond", "second", "minute", "hour", "week", "month", "year",
        "literal", "let", "meta", "mergeObjects", "objectToArray",
        "allElementsTrue", "anyElementTrue", "setDifference", "setEquals", "setIntersection", "setIsSubset", "setUnion",
        "concat", "indexOfBytes", "indexOfCP", "split", "strLenBytes", "strLenCP", "strcasecmp", "substr", "substrBytes", "substrCP", "toLower", "toUpper",
        "addToSet", "avg", "first", "last", "max", "min", "push", "stdDevPop", "stdDevSamp", "sum");

    public override object? Member(string name)
    {
        if (name == "pipeline")
        {
            return new HostFunction(_ => new PipelineChain(collection: null));
        }

        var operatorName = name == "neq" ? "$ne" : $"${name}";
        return s_expressions.Contains(name) ? HostFunction.Unary(argument => DocumentValue.Of(operatorName, PlainData.Of(argument))) : null;
    }
}
