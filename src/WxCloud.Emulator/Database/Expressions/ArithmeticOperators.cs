using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class ArithmeticOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Variadic("$add", Add),
        Operator.Variadic("$multiply", Multiply),
        Operator.Binary("$subtract", Subtract),
        Binary("$divide", Divide),
        Binary("$mod", Mod),
        Binary("$pow", Pow),
        Binary("$log", (value, radix) => NumberValue.Of(Math.Log(Positive("$log", value)) / Math.Log(Positive("$log", radix)))),
        Unary("$abs", Abs),
        Rounding("$ceil", Math.Ceiling, decimal.Ceiling),
        Rounding("$floor", Math.Floor, decimal.Floor),
        Unary("$exp", value => NumberValue.Of(Math.Exp(value.ToDouble()))),
        Unary("$ln", value => NumberValue.Of(Math.Log(Positive("$ln", value)))),
        Unary("$log10", value => NumberValue.Of(Math.Log10(Positive("$log10", value)))),
        Unary("$sqrt", value => NumberValue.Of(Math.Sqrt(value.ToDouble() >= 0 ? value.ToDouble() : throw Failed("$sqrt's argument must be greater than or equal to 0")))),
        new("$trunc", 1, 2, arguments => ToPlace("$trunc", arguments, Math.Truncate, decimal.Truncate)),
        new("$round", 1, 2, arguments => ToPlace("$round", arguments, Math.Round, decimal.Round)),
    ];

    private static Operator Unary(string name, Func<NumberValue, DbValue> apply)
    {
        return Operator.Unary(name, value => value.IsNullish ? DbValue.Null : apply(Number(name, value)));
    }

    private static Operator Binary(string name, Func<NumberValue, NumberValue, DbValue> apply)
    {
        return Operator.Binary(name, (left, right) => left.IsNullish || right.IsNullish ? DbValue.Null : apply(Number(name, left), Number(name, right)));
    }

    private static Operator Rounding(string name, Func<double, double> real, Func<decimal, decimal> exact)
    {
        return Unary(name, value => value switch
        {
            DoubleValue number => NumberValue.Of(real(number.Value)),
            DecimalValue number => NumberValue.Of(exact(number.Value)),
            _ => value,
        });
    }

    private static NumberValue Number(string name, DbValue value)
    {
        return value as NumberValue ?? throw Failed($"{name} only supports numeric types, not {value.TypeName}");
    }

    private static double Positive(string name, NumberValue value)
    {
        return value.ToDouble() > 0 ? value.ToDouble() : throw Failed($"{name}'s argument must be a positive number, but is {value}");
    }

    private static DatabaseException Failed(string detail) => DatabaseErrors.RequestFailed("Aggregate", detail);

    /// <summary>Adds numbers, or numbers of milliseconds to one date.</summary>
    private static DbValue Add(DbValue[] arguments)
    {
        if (arguments.Any(value => value.IsNullish))
        {
            return DbValue.Null;
        }

        var dates = arguments.OfType<DateValue>().ToArray();
        if (dates.Length > 1)
        {
            throw Failed("only one date allowed in an $add expression");
        }

        NumberValue sum = NumberValue.Of(0);
        foreach (var value in arguments)
        {
            sum = value is DateValue ? sum : Arithmetic.Add(sum, Number("$add", value));
        }

        return dates is [var date] ? new DateValue(date.Milliseconds + Milliseconds(sum)) : sum;
    }

    private static DbValue Multiply(DbValue[] arguments)
    {
        if (arguments.Any(value => value.IsNullish))
        {
            return DbValue.Null;
        }

        return arguments.Aggregate(NumberValue.Of(1), (product, value) => Arithmetic.Multiply(product, Number("$multiply", value)));
    }

    private static DbValue Subtract(DbValue left, DbValue right)
    {
        return (left, right) switch
        {
            _ when left.IsNullish || right.IsNullish => DbValue.Null,
            (DateValue a, DateValue b) => NumberValue.OfInt64(a.Milliseconds - b.Milliseconds),
            (DateValue a, NumberValue b) => new DateValue(a.Milliseconds - Milliseconds(b)),
            _ => Arithmetic.Subtract(Number("$subtract", left), Number("$subtract", right)),
        };
    }

    private static long Milliseconds(NumberValue number) => number.ToWhole() ?? (long)Math.Round(number.ToDouble());

    private static NumberValue Divide(NumberValue left, NumberValue right)
    {
        if (!right.IsTrue)
        {
            throw Failed("can't $divide by zero");
        }

        return left is DecimalValue || right is DecimalValue
            ? NumberValue.Of(left.ToDecimal() / right.ToDecimal())
            : NumberValue.Of(left.ToDouble() / right.ToDouble());
    }

    private static NumberValue Mod(NumberValue left, NumberValue right)
    {
        if (!right.IsTrue)
        {
            throw Failed("can't $mod by zero");
        }

        if (left is DecimalValue || right is DecimalValue)
        {
            return NumberValue.Of(left.ToDecimal() % right.ToDecimal());
        }

        if (left is not IntegerValue whole || right is not IntegerValue divisor)
        {
            return NumberValue.Of(left.ToDouble() % right.ToDouble());
        }

        var rest = divisor.Value == -1 ? 0 : whole.Value % divisor.Value;
        return left.Type == NumberType.Int32 && right.Type == NumberType.Int32 ? NumberValue.Of((int)rest) : NumberValue.OfInt64(rest);
    }

    /// <summary>A whole number stays whole where the result is; a long of two ints, as MongoDB widens it.</summary>
    private static NumberValue Pow(NumberValue value, NumberValue exponent)
    {
        if (!value.IsTrue && exponent.ToDouble() < 0)
        {
            throw Failed("$pow cannot take a base of 0 and a negative exponent");
        }

        var result = Math.Pow(value.ToDouble(), exponent.ToDouble());
        if (value is not IntegerValue whole || exponent is not IntegerValue { Value: >= 0 } power || Math.Abs(result) >= long.MaxValue)
        {
            return NumberValue.Of(result);
        }

        long product = 1;
        var square = whole.Value;
        for (var rest = power.Value; rest > 0; rest >>= 1)
        {
            product = (rest & 1) == 1 ? unchecked(product * square) : product;
            square = unchecked(square * square);
        }

        return value.Type == NumberType.Int32 && exponent.Type == NumberType.Int32 ? NumberValue.Narrowest(product) : NumberValue.OfInt64(product);
    }

    private static NumberValue Abs(NumberValue value)
    {
        return value switch
        {
            DoubleValue number => NumberValue.Of(Math.Abs(number.Value)),
            DecimalValue number => NumberValue.Of(Math.Abs(number.Value)),
            IntegerValue { Value: long.MinValue } => throw Failed("can't take $abs of long long min"),
            IntegerValue { Type: NumberType.Int32 } number => NumberValue.Narrowest(Math.Abs(number.Value)),
            _ => NumberValue.OfInt64(Math.Abs(((IntegerValue)value).Value)),
        };
    }

    /// <summary>Rounds to a number of decimal places, negative ones left of the point.</summary>
    private static DbValue ToPlace(string name, DbValue[] arguments, Func<double, double> real, Func<decimal, decimal> exact)
    {
        if (arguments.Any(value => value.IsNullish))
        {
            return DbValue.Null;
        }

        var number = Number(name, arguments[0]);
        var place = arguments.Length == 1 ? 0 : Number(name, arguments[1]).ToWhole() is { } whole and >= -20 and <= 100 ? (int)whole : throw Failed($"{name} takes a place from -20 to 100");
        if (number is IntegerValue && place >= 0)
        {
            return number;
        }

        if (number is DecimalValue { Value: var value } && Math.Abs(place) <= 20)
        {
            var unit = (decimal)Math.Pow(10, Math.Abs(place));
            return NumberValue.Of(place >= 0 ? exact(value * unit) / unit : exact(value / unit) * unit);
        }

        var scale = Math.Pow(10, Math.Abs(place));
        var rounded = place >= 0 ? real(number.ToDouble() * scale) / scale : real(number.ToDouble() / scale) * scale;
        return number is IntegerValue { Type: var type } ? type == NumberType.Int32 ? NumberValue.Narrowest((long)rounded) : NumberValue.OfInt64((long)rounded) : NumberValue.Of(rounded);
    }
}
