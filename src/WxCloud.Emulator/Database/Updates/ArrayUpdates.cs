using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>The update operators on arrays, except <c>$push</c>.</summary>
internal static class ArrayUpdates
{
    /// <summary>Adds what is not there. <c>{ each: [..] }</c>, as the documentation of the SDKs also writes it, is read as <c>$each</c>.</summary>
    public static Func<ArrayValue, IReadOnlyList<DbValue>> AddToSet(DbValue operand)
    {
        var values = operand is DocumentValue { Count: 1 } document && document[0].Name is "$each" or "each"
            ? List("$each", ((DocumentValue)operand)[0].Value)
            : [operand];
        return array =>
        {
            HashSet<DbValue> known = new(array, ValueOrder.Instance);
            return [.. array, .. values.Where(known.Add)];
        };
    }

    public static Func<ArrayValue, IReadOnlyList<DbValue>> Pop(DbValue operand)
    {
        return operand is not NumberValue number || Math.Abs(number.ToDouble()) != 1
            ? throw DatabaseErrors.InvalidOperator("$pop expects 1 or -1")
            : number.ToDouble() > 0 ? array => [.. array.SkipLast(1)] : array => [.. array.Skip(1)];
    }

    public static Func<ArrayValue, IReadOnlyList<DbValue>> Pull(DbValue operand, FilterCompiler filters)
    {
        if (operand is DocumentValue condition)
        {
            var filter = filters.CompileItem(condition);
            return array => [.. array.Where(item => !filter.Matches(item))];
        }

        var test = ComparisonTests.EqualTo(operand);
        return array => [.. array.Where(item => !test.AcceptsItself(item))];
    }

    public static Func<ArrayValue, IReadOnlyList<DbValue>> PullAll(DbValue operand)
    {
        HashSet<DbValue> values = new(List("$pullAll", operand), ValueOrder.Instance);
        return array => [.. array.Where(item => !values.Contains(item))];
    }

    public static IReadOnlyList<DbValue> List(string name, DbValue operand)
    {
        return operand as ArrayValue ?? throw DatabaseErrors.InvalidOperator($"{name} requires an array argument but was given {operand.TypeName}");
    }
}
