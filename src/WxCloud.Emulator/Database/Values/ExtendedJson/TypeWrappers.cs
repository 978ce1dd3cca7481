using System;
using System.Globalization;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values.ExtendedJson;

/// <summary>The objects by which extended JSON writes typed values: <c>{"$numberLong":"5"}</c>.</summary>
/// <param name="now">The time that <c>serverDate</c> stands for, in Unix milliseconds.</param>
internal sealed class TypeWrappers(long now)
{
    /// <summary>
    /// The value that an object represents, or the object itself when it is none of these. An ObjectId becomes its text, as everywhere in
    /// cloud databases.
    /// </summary>
    /// <exception cref="DatabaseException">The object is malformed or names a type that is not built.</exception>
    public DbValue Unwrap(DocumentValue value)
    {
        if (value.Count is 0 or > 2 || value[0].Name is not ['$', ..] name)
        {
            return value;
        }

        var content = value[0].Value;
        if (value.Count == 2)
        {
            return name == "$binary" && value[1].Name == "$type" ? Binary(content, value[1].Value) : value;
        }

        return name switch
        {
            "$numberInt" => NumberValue.Of(Parse<int>(content)),
            "$numberLong" => NumberValue.OfInt64(Parse<long>(content)),
            "$numberDouble" => NumberValue.Of(ParseDouble(content)),
            "$numberDecimal" => NumberValue.Of(ParseDecimal(content)),
            "$date" => Date(content),
            "$oid" when content is TextValue => content,
            "$binary" when content is DocumentValue binary => Binary(binary["base64"], binary["subType"]),
            "$uuid" when content is TextValue uuid && Guid.TryParse(uuid.Text, out var guid) => new BinaryValue(guid.ToByteArray(bigEndian: true), 4),
            "$regularExpression" when content is DocumentValue regex => Regex(regex),
            "$minKey" => DbValue.MinKey,
            "$maxKey" => DbValue.MaxKey,
            "$undefined" => DbValue.Null,
            "$tcb_server_date" => ServerDate(content),
            "$timestamp" or "$symbol" or "$code" or "$dbPointer" => throw DatabaseErrors.NotBuilt($"the type {name}"),
            _ => value,
        };
    }

    private static T Parse<T>(DbValue content)
        where T : struct, ISpanParsable<T>
    {
        return content is TextValue text && T.TryParse(text.Text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw DatabaseErrors.InvalidParameter($"'{content}' is not a number of the type that its wrapper names");
    }

    private static double ParseDouble(DbValue content)
    {
        return content switch
        {
            TextValue { Text: "Infinity" } => double.PositiveInfinity,
            TextValue { Text: "-Infinity" } => double.NegativeInfinity,
            NumberValue number => number.ToDouble(),
            _ => Parse<double>(content),
        };
    }

    private static decimal ParseDecimal(DbValue content)
    {
        return content is TextValue text && decimal.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw DatabaseErrors.NotBuilt($"the decimal '{content}' (the emulator's decimals hold 28 digits)");
    }

    private DateValue Date(DbValue content)
    {
        return content switch
        {
            NumberValue number when number.ToWhole() is { } milliseconds => new DateValue(milliseconds),
            TextValue text when DateTimeOffset.TryParse(text.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                => new DateValue(moment.ToUnixTimeMilliseconds()),

            // The serverDate of the older SDKs.
            DocumentValue offset when offset.Count == 1 && offset[0].Name == "offset" => ServerDate(offset),
            _ => throw DatabaseErrors.InvalidParameter("malformed $date"),
        };
    }

    private DateValue ServerDate(DbValue content)
    {
        var offset = content is DocumentValue parts ? parts["offset"] : DbValue.Missing;
        return new DateValue(now + (offset is NumberValue number ? (long)number.ToDouble() : 0));
    }

    private static BinaryValue Binary(DbValue base64, DbValue subtype)
    {
        try
        {
            if (base64 is TextValue text && subtype is TextValue type)
            {
                return new BinaryValue(Convert.FromBase64String(text.Text), byte.Parse(type.Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Falls through to the refusal below.
        }

        throw DatabaseErrors.InvalidParameter("malformed $binary");
    }

    private static RegexValue Regex(DocumentValue regex)
    {
        return regex["pattern"] is TextValue pattern && regex["options"] is TextValue or { IsMissing: true }
            ? new RegexValue(pattern.Text, regex["options"] is TextValue options ? options.Text : string.Empty)
            : throw DatabaseErrors.InvalidParameter("malformed $regularExpression");
    }
}
