using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class ComparisonOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Binary("$cmp", (left, right) => NumberValue.Of(Math.Sign(ValueOrder.Compare(left, right)))),
        Comparison("$eq", order => order == 0),
        Comparison("$ne", order => order != 0),
        Comparison("$gt", order => order > 0),
        Comparison("$gte", order => order >= 0),
        Comparison("$lt", order => order < 0),
        Comparison("$lte", order => order <= 0),
        Operator.Unary("$not", value => BooleanValue.Of(!value.IsTrue)),
        Operator.Binary("$in", (value, list) => BooleanValue.Of(ArrayOperators.Items("$in", list).Any(item => ValueOrder.AreEqual(item, value)))),
        Operator.Unary("$type", value => new TextValue(value.TypeName)),
        Operator.Unary("$isNumber", value => BooleanValue.Of(value is NumberValue)),
        Operator.Unary("$meta", _ => throw DatabaseErrors.NotBuilt("$meta (there is no text search)")),
    ];

    private static Operator Comparison(string name, Func<int, bool> accepts)
    {
        return Operator.Binary(name, (left, right) => BooleanValue.Of(accepts(ValueOrder.Compare(left, right))));
    }
}
