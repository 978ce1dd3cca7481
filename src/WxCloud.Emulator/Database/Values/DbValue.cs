using System;
using System.Globalization;

namespace WxCloud.Emulator.Database.Values;

/// <summary>The classes of values, in the order in which MongoDB sorts them.</summary>
internal enum ValueKind
{
    MinKey,

    /// <summary>No value at all; sorts before null in expressions.</summary>
    Missing,
    Null,
    Number,
    Text,
    Document,
    Array,
    Binary,
    Boolean,
    Date,
    Regex,
    MaxKey,
}

/// <summary>A value of a document. Values never change, so versions of a document share what they have in common.</summary>
internal abstract class DbValue
{
    public static DbValue Missing { get; } = new MarkerValue(ValueKind.Missing);

    public static DbValue Null { get; } = new MarkerValue(ValueKind.Null);

    public static DbValue MinKey { get; } = new MarkerValue(ValueKind.MinKey);

    public static DbValue MaxKey { get; } = new MarkerValue(ValueKind.MaxKey);

    public abstract ValueKind Kind { get; }

    public bool IsMissing => Kind == ValueKind.Missing;

    /// <summary>True for null and for no value, which most operators treat alike.</summary>
    public bool IsNullish => Kind is ValueKind.Null or ValueKind.Missing;

    /// <summary>True unless the value is false, zero, null or missing.</summary>
    public virtual bool IsTrue => !IsNullish;

    /// <summary>The name that <c>$type</c> gives to the type.</summary>
    public virtual string TypeName => Kind switch
    {
        ValueKind.MinKey => "minKey",
        ValueKind.MaxKey => "maxKey",
        ValueKind.Missing => "missing",
        ValueKind.Null => "null",
        ValueKind.Text => "string",
        ValueKind.Document => "object",
        ValueKind.Array => "array",
        ValueKind.Binary => "binData",
        ValueKind.Boolean => "bool",
        ValueKind.Date => "date",
        _ => "regex",
    };

    public override string ToString() => Kind.ToString();

    private sealed class MarkerValue(ValueKind kind) : DbValue
    {
        public override ValueKind Kind => kind;
    }
}

internal sealed class TextValue(string text) : DbValue
{
    public static TextValue Empty { get; } = new(string.Empty);

    public override ValueKind Kind => ValueKind.Text;

    public string Text => text;

    public override string ToString() => text;
}

internal sealed class BooleanValue : DbValue
{
    private BooleanValue(bool value) => IsTrue = value;

    public static BooleanValue True { get; } = new(true);

    public static BooleanValue False { get; } = new(false);

    public override ValueKind Kind => ValueKind.Boolean;

    public override bool IsTrue { get; }

    public static BooleanValue Of(bool value) => value ? True : False;

    public override string ToString() => IsTrue ? "true" : "false";
}

/// <summary>A moment, in milliseconds since 1970-01-01T00:00:00Z.</summary>
internal sealed class DateValue(long milliseconds) : DbValue
{
    public override ValueKind Kind => ValueKind.Date;

    public long Milliseconds => milliseconds;

    /// <exception cref="ArgumentOutOfRangeException">The year is not between 1 and 9999.</exception>
    public DateTimeOffset Moment => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public override string ToString() => milliseconds.ToString(CultureInfo.InvariantCulture);
}

internal sealed class BinaryValue(byte[] bytes, byte subtype) : DbValue
{
    public override ValueKind Kind => ValueKind.Binary;

    public ReadOnlySpan<byte> Bytes => bytes;

    public byte Subtype => subtype;
}
