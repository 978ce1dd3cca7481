using System;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>
/// Sums and products as MongoDB types them: the wider type of the two, a long where an int overflows and a double where a long does.
/// </summary>
internal static class Arithmetic
{
    public static NumberValue Add(NumberValue left, NumberValue right)
    {
        return Combine(left, right, (a, b) => (Int128)a + b, (a, b) => a + b, (a, b) => a + b);
    }

    public static NumberValue Subtract(NumberValue left, NumberValue right)
    {
        return Combine(left, right, (a, b) => (Int128)a - b, (a, b) => a - b, (a, b) => a - b);
    }

    public static NumberValue Multiply(NumberValue left, NumberValue right)
    {
        return Combine(left, right, (a, b) => (Int128)a * b, (a, b) => a * b, (a, b) => a * b);
    }

    private static NumberValue Combine(
        NumberValue left, NumberValue right, Func<long, long, Int128> whole, Func<double, double, double> real, Func<decimal, decimal, decimal> exact)
    {
        var type = (NumberType)Math.Max((int)left.Type, (int)right.Type);
        switch (type)
        {
            case NumberType.Decimal:
                try
                {
                    return NumberValue.Of(exact(left.ToDecimal(), right.ToDecimal()));
                }
                catch (OverflowException)
                {
                    throw DatabaseErrors.RequestFailed("Execute", "the result does not fit a decimal of 28 digits");
                }

            case NumberType.Double:
                return NumberValue.Of(real(left.ToDouble(), right.ToDouble()));
            default:
                var result = whole(((IntegerValue)left).Value, ((IntegerValue)right).Value);
                if (result < long.MinValue || result > long.MaxValue)
                {
                    return NumberValue.Of((double)result);
                }

                return type == NumberType.Int32 ? NumberValue.Narrowest((long)result) : NumberValue.OfInt64((long)result);
        }
    }
}
