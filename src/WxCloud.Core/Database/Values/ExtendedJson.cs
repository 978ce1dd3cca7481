using System;
using System.Globalization;

namespace WxCloud.Database.Values;

/// <summary>
/// The objects by which MongoDB Extended JSON v2 writes typed values, such as <c>{"$numberLong":"5"}</c>. Types that .NET has become
/// .NET values; the others stay objects of this form, and go back to the service as they came
/// (github.com/mongodb/specifications, extended-json).
/// </summary>
internal static class ExtendedJson
{
    private static readonly DateTimeOffset s_epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The value that an object represents, or the object itself.</summary>
    public static object Unwrap(DocumentFields fields)
    {
        if (fields.Count is not (1 or 2) || !fields[0].Key.StartsWith('$'))
        {
            return fields;
        }

        var content = fields[0].Value;
        return (fields.Count == 1 ? fields[0].Key : null) switch
        {
            "$numberInt" when content is string text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            "$numberLong" when content is string text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            "$numberDouble" when content is string text && ReadDouble(text) is { } number => number,
            "$numberDecimal" when content is string text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            "$date" => (object?)ReadDate(content) ?? fields,
            "$oid" when content is string text => text,
            "$binary" when content is DocumentFields binary => (object?)ReadBinary(binary) ?? fields,
            "$undefined" => DBNull.Value,
            _ => fields,
        };
    }

    /// <summary>
    /// The value that an object represents when .NET has exactly its type, or the object itself. Numbers keep their form: a whole number
    /// can be an int, a long or a double in the database, and has to go back as the one that it was.
    /// </summary>
    public static object UnwrapExact(DocumentFields fields) =>
        fields.Count == 1 && fields[0].Key is "$date" or "$undefined" ? Unwrap(fields) : fields;

    /// <summary>Whether an object represents a value of a type that .NET does not have.</summary>
    public static bool IsTyped(DocumentFields fields) => fields.Count > 0 && fields[0].Key switch
    {
        "$numberInt" or "$numberLong" or "$numberDouble" or "$numberDecimal" or "$date" or "$oid" or "$uuid" or "$regularExpression"
            or "$minKey" or "$maxKey" or "$timestamp" or "$symbol" or "$code" or "$dbPointer" => fields.Count == 1,
        "$binary" => fields.Count == 1 || (fields.Count == 2 && fields[1].Key == "$type"),
        _ => false,
    };

    /// <summary>Milliseconds since 1970 in UTC, the unit of dates in the database.</summary>
    public static long ToMilliseconds(DateTimeOffset date) => FloorDivide(date.UtcTicks - s_epoch.UtcTicks, TimeSpan.TicksPerMillisecond);

    private static long FloorDivide(long ticks, long unit) => (ticks / unit) - (ticks % unit < 0 ? 1 : 0);

    private static double? ReadDouble(string text) => text switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        "NaN" => double.NaN,
        "-0.0" => -0.0,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static DateTimeOffset? ReadDate(object? content) => content switch
    {
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null,
        int or long => FromMilliseconds(Convert.ToInt64(content, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static DateTimeOffset? FromMilliseconds(long milliseconds) =>
        milliseconds >= ToMilliseconds(DateTimeOffset.MinValue) && milliseconds <= ToMilliseconds(DateTimeOffset.MaxValue) ? s_epoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond) : null;

    private static byte[]? ReadBinary(DocumentFields binary)
    {
        try
        {
            return binary.TryGet("base64", out var base64) && base64 is string text && binary.TryGet("subType", out var subType) && subType is "00" or "0"
                ? Convert.FromBase64String(text)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
