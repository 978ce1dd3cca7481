using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxCloud.Api;

/// <summary>Reads whole numbers in every way that they are written: 0, "0", and 0.0 as some gateways write all numbers.</summary>
internal sealed class WholeNumberConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <exception cref="JsonException">It is no whole number.</exception>
    public static long Read(ref Utf8JsonReader reader) =>
        TryRead(JsonElement.ParseValue(ref reader), out var number) ? number : throw new JsonException();

    /// <returns>Whether the value is a whole number of 64 bits.</returns>
    public static bool TryRead(JsonElement value, out long number)
    {
        number = 0;
        try
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                return long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
            }
        }
        catch (InvalidOperationException)
        {
            // The text is not valid UTF-8.
            return false;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var exact) || exact != decimal.Truncate(exact) || exact is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        number = (long)exact;
        return true;
    }
}

/// <summary>Reads whole numbers of 32 bits in every way that they are written.</summary>
internal sealed class WholeInt32Converter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumberConverter.Read(ref reader) is var number and >= int.MinValue and <= int.MaxValue ? (int)number : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
