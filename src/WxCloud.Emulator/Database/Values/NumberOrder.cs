using System;

namespace WxCloud.Emulator.Database.Values;

/// <summary>Compares numbers of different types by value, without rounding 64-bit integers to doubles. NaN sorts before all others.</summary>
internal static class NumberOrder
{
    public static int Compare(NumberValue left, NumberValue right)
    {
        return (left, right) switch
        {
            (IntegerValue a, IntegerValue b) => a.Value.CompareTo(b.Value),
            (DoubleValue a, DoubleValue b) => a.Value == b.Value ? 0 : a.Value.CompareTo(b.Value),
            (IntegerValue a, DoubleValue b) => Compare(a.Value, b.Value),
            (DoubleValue a, IntegerValue b) => -Compare(b.Value, a.Value),
            (DoubleValue a, _) => a.Value.CompareTo(right.ToDouble()),
            (_, DoubleValue b) => left.ToDouble().CompareTo(b.Value),
            _ => left.ToDecimal().CompareTo(right.ToDecimal()),
        };
    }

    private static int Compare(long left, double right)
    {
        const double Beyond = 9223372036854775808.0;
        if (double.IsNaN(right) || right < -Beyond)
        {
            return 1;
        }

        if (right >= Beyond)
        {
            return -1;
        }

        var floor = Math.Floor(right);
        var order = left.CompareTo((long)floor);
        return order == 0 && right > floor ? -1 : order;
    }
}
