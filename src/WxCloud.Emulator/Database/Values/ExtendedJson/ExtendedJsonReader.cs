using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values.ExtendedJson;

/// <summary>
/// Reads MongoDB Extended JSON v2, canonical or relaxed. A plain whole number becomes int or long by its size; with a fraction or an exponent
/// it becomes a double.
/// </summary>
/// <param name="now">The time that <c>serverDate</c> stands for, in Unix milliseconds.</param>
internal sealed class ExtendedJsonReader(long now)
{
    /// <summary>MongoDB limits nesting to 100; typed values take up to two levels more.</summary>
    private const int MaxDepth = 103;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth };

    private readonly TypeWrappers _wrappers = new(now);

    /// <exception cref="DatabaseException">The text is malformed or holds a type that is not built.</exception>
    public DbValue Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Read(string)"/>
    public DbValue Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Utf8JsonReader reader = new(utf8, s_options);
            reader.Read();
            var value = ReadValue(ref reader);
            return reader.Read() ? throw DatabaseErrors.InvalidParameter("text follows the JSON value") : value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw DatabaseErrors.InvalidParameter($"malformed JSON: {e.Message}");
        }
    }

    /// <exception cref="DatabaseException">The text is malformed or is no document.</exception>
    public DocumentValue ReadDocument(ReadOnlySpan<byte> utf8)
    {
        return Read(utf8) as DocumentValue ?? throw DatabaseErrors.InvalidParameter("a JSON object is required");
    }

    /// <inheritdoc cref="ReadDocument(ReadOnlySpan{byte})"/>
    public DocumentValue ReadDocument(string text) => ReadDocument(Encoding.UTF8.GetBytes(text));

    private DbValue ReadValue(ref Utf8JsonReader reader)
    {
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => _wrappers.Unwrap(ReadObject(ref reader)),
            JsonTokenType.StartArray => ReadArray(ref reader),
            JsonTokenType.String => new TextValue(reader.GetString()!),
            JsonTokenType.Number => ReadNumber(ref reader),
            JsonTokenType.True => BooleanValue.True,
            JsonTokenType.False => BooleanValue.False,
            _ => DbValue.Null,
        };
    }

    private static NumberValue ReadNumber(ref Utf8JsonReader reader)
    {
        return reader.TryGetInt64(out var whole) ? NumberValue.Narrowest(whole) : NumberValue.Of(reader.GetDouble());
    }

    private ArrayValue ReadArray(ref Utf8JsonReader reader)
    {
        List<DbValue> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return items.Count == 0 ? ArrayValue.Empty : new ArrayValue(items);
    }

    private DocumentValue ReadObject(ref Utf8JsonReader reader)
    {
        DocumentBuilder fields = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            fields.Set(name, ReadValue(ref reader));
        }

        return fields.Build();
    }
}
