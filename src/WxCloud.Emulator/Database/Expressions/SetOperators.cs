using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Arrays as sets. The order of results is that of first appearance; MongoDB promises none.</summary>
internal static class SetOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Unary("$allElementsTrue", array => BooleanValue.Of(ArrayOperators.Items("$allElementsTrue", array).All(item => item.IsTrue))),
        Operator.Unary("$anyElementTrue", array => BooleanValue.Of(ArrayOperators.Items("$anyElementTrue", array).Any(item => item.IsTrue))),
        Operator.Binary("$setDifference", (left, right) => left.IsNullish || right.IsNullish
            ? DbValue.Null
            : new ArrayValue([.. Items("$setDifference", left).Except(Items("$setDifference", right), ValueOrder.Instance)])),
        Operator.Binary("$setIsSubset", (left, right) => BooleanValue.Of(Set("$setIsSubset", left).IsSubsetOf(Items("$setIsSubset", right)))),
        Operator.Variadic("$setEquals", sets => BooleanValue.Of(sets.Skip(1).All(set => Set("$setEquals", sets[0]).SetEquals(Items("$setEquals", set)))), min: 2),
        Operator.Variadic("$setIntersection", sets => sets.Any(set => set.IsNullish)
            ? DbValue.Null
            : sets.Length == 0 ? ArrayValue.Empty
            : new ArrayValue([.. sets.Select(set => Items("$setIntersection", set)).Aggregate<IEnumerable<DbValue>>((left, right) => left.Intersect(right, ValueOrder.Instance)).Distinct(ValueOrder.Instance)])),
        Operator.Variadic("$setUnion", sets => sets.Any(set => set.IsNullish)
            ? DbValue.Null
            : new ArrayValue([.. sets.SelectMany(set => Items("$setUnion", set)).Distinct(ValueOrder.Instance)])),
    ];

    private static ArrayValue Items(string name, DbValue value) => ArrayOperators.Items(name, value);

    private static HashSet<DbValue> Set(string name, DbValue value) => new(Items(name, value), ValueOrder.Instance);
}
