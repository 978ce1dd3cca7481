using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Figures of many values. As expressions they take one array, or a list; as accumulators the values of a group.</summary>
internal static class StatisticsOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Variadic("$sum", values => Sum(Spread(values))),
        Operator.Variadic("$avg", values => Average(Spread(values))),
        Operator.Variadic("$max", values => Extreme(Spread(values), 1)),
        Operator.Variadic("$min", values => Extreme(Spread(values), -1)),
        Operator.Variadic("$stdDevPop", values => StandardDeviation(Spread(values), sample: false)),
        Operator.Variadic("$stdDevSamp", values => StandardDeviation(Spread(values), sample: true)),
    ];

    /// <summary>The sum of all numbers; 0 when there are none.</summary>
    public static NumberValue Sum(IEnumerable<DbValue> values) => values.OfType<NumberValue>().Aggregate(NumberValue.Of(0), Arithmetic.Add);

    /// <summary>The mean of all numbers, null when there are none.</summary>
    public static DbValue Average(IEnumerable<DbValue> values)
    {
        NumberValue sum = NumberValue.Of(0);
        var count = 0;
        foreach (var number in values.OfType<NumberValue>())
        {
            sum = Arithmetic.Add(sum, number);
            count++;
        }

        return count == 0 ? DbValue.Null : sum is DecimalValue exact ? NumberValue.Of(exact.Value / count) : NumberValue.Of(sum.ToDouble() / count);
    }

    /// <summary>The greatest value (direction 1) or the least (-1), null and missing aside; null when there is none.</summary>
    public static DbValue Extreme(IEnumerable<DbValue> values, int direction)
    {
        DbValue best = DbValue.Null;
        foreach (var value in values.Where(value => !value.IsNullish))
        {
            best = best.IsNullish || ValueOrder.Compare(value, best) * direction > 0 ? value : best;
        }

        return best;
    }

    /// <summary>The standard deviation of all numbers, null when they are too few.</summary>
    public static DbValue StandardDeviation(IEnumerable<DbValue> values, bool sample)
    {
        double mean = 0, squares = 0;
        var count = 0;
        foreach (var number in values.OfType<NumberValue>())
        {
            count++;
            var delta = number.ToDouble() - mean;
            mean += delta / count;
            squares += delta * (number.ToDouble() - mean);
        }

        var divisor = sample ? count - 1 : count;
        return divisor <= 0 ? DbValue.Null : NumberValue.Of(Math.Sqrt(squares / divisor));
    }

    private static IEnumerable<DbValue> Spread(DbValue[] values) => values is [ArrayValue array] ? array : values;
}
