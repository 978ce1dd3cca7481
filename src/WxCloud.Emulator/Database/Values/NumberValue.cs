using System;
using System.Globalization;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values;

/// <summary>The four types of numbers, from the narrowest to the one that a result with any of them has.</summary>
internal enum NumberType
{
    Int32,
    Int64,
    Double,
    Decimal,
}

/// <summary>A number. Types differ in storage and in extended JSON; comparisons look at the value alone.</summary>
internal abstract class NumberValue : DbValue
{
    public override ValueKind Kind => ValueKind.Number;

    public abstract NumberType Type { get; }

    public abstract double ToDouble();

    /// <exception cref="DatabaseException">The number is beyond what the emulator's decimals hold.</exception>
    public abstract decimal ToDecimal();

    /// <summary>The number as a whole one; null when it has a fraction or exceeds 64 bits.</summary>
    public abstract long? ToWhole();

    public override bool IsTrue => ToDouble() != 0;

    public override string TypeName => Type switch
    {
        NumberType.Int32 => "int",
        NumberType.Int64 => "long",
        NumberType.Double => "double",
        _ => "decimal",
    };

    public static NumberValue Of(int value) => new IntegerValue(value, NumberType.Int32);

    public static NumberValue OfInt64(long value) => new IntegerValue(value, NumberType.Int64);

    public static NumberValue Of(double value) => new DoubleValue(value);

    public static NumberValue Of(decimal value) => new DecimalValue(value);

    /// <summary>A whole number as the SDKs type it: 32 bits where they suffice.</summary>
    public static NumberValue Narrowest(long value)
    {
        return new IntegerValue(value, value is >= int.MinValue and <= int.MaxValue ? NumberType.Int32 : NumberType.Int64);
    }

    /// <summary>A number of JavaScript as the SDKs type it: a whole one by its size, any other as a double.</summary>
    public static NumberValue FromScript(double value)
    {
        return Math.Abs(value) < 9.2e18 && value == Math.Floor(value) ? Narrowest((long)value) : Of(value);
    }
}

internal sealed class IntegerValue(long value, NumberType type) : NumberValue
{
    public override NumberType Type => type;

    public long Value => value;

    public override double ToDouble() => value;

    public override decimal ToDecimal() => value;

    public override long? ToWhole() => value;

    public override bool IsTrue => value != 0;

    public override string ToString() => value.ToString(CultureInfo.InvariantCulture);
}

internal sealed class DoubleValue(double value) : NumberValue
{
    public override NumberType Type => NumberType.Double;

    public double Value => value;

    public override double ToDouble() => value;

    public override decimal ToDecimal()
    {
        return Math.Abs(value) < 7.9e28 ? (decimal)value : throw DatabaseErrors.RequestFailed("Execute", $"{this} does not fit a decimal of 28 digits");
    }

    public override long? ToWhole() => Math.Abs(value) < 9.2e18 && value == Math.Floor(value) ? (long)value : null;

    /// <summary>The shortest text that reads back as the same double, always with a point or an exponent.</summary>
    public override string ToString()
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}

/// <summary>A decimal of up to 28 digits; MongoDB's hold 34.</summary>
internal sealed class DecimalValue(decimal value) : NumberValue
{
    public override NumberType Type => NumberType.Decimal;

    public decimal Value => value;

    public override double ToDouble() => (double)value;

    public override decimal ToDecimal() => value;

    public override long? ToWhole() => value == decimal.Floor(value) && Math.Abs(value) < 9.2e18m ? (long)value : null;

    public override bool IsTrue => value != 0;

    public override string ToString() => value.ToString(CultureInfo.InvariantCulture);
}
