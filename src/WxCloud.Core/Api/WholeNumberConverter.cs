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
    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && long.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed))
        {
            return parsed;
        }

        return reader.TokenType != JsonTokenType.Number ? throw new JsonException()
            : reader.TryGetInt64(out var whole) ? whole
            : reader.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number
            : throw new JsonException();
    }
}

/// <summary>Reads whole numbers of 32 bits in every way that they are written.</summary>
internal sealed class WholeInt32Converter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumberConverter.Read(ref reader) is var number and >= int.MinValue and <= int.MaxValue ? (int)number : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
