using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxCloud.Errors;

namespace WxCloud.Database.Values;

/// <summary>Documents as JSON text: extended JSON, canonical, relaxed or mixed, is read; relaxed extended JSON is written.</summary>
internal static class DocumentJson
{
    /// <summary>MongoDB nests documents 100 deep; typed values take up to two levels more.</summary>
    private const int MaxDepth = 104;

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth + 8 };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What the text is, for the error.</param>
    /// <exception cref="WxCloudException">The text is not JSON, or holds a name twice or a whole number beyond 64 bits.</exception>
    public static object? Read(string text, string what) => Read(text, what, ExtendedJson.Unwrap);

    /// <summary>Reads a document.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    public static DocumentFields ReadDocument(string text, string what) =>
        Read(text, what) as DocumentFields ?? throw Error.NotADocument(what);

    /// <summary>Reads a document whose values keep their types exactly, for sending it as it is.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    public static DocumentFields ReadExactDocument(string text, string what) =>
        Read(text, what, ExtendedJson.UnwrapExact) as DocumentFields ?? throw Error.NotADocument(what);

    /// <summary>The value as one line of relaxed extended JSON.</summary>
    public static string Write(object? value) => Write(value, Write);

    /// <summary>The value as plain JSON, as a cloud function takes it: dates and bytes are texts, every number is a number.</summary>
    public static string WritePlain(object? value) => Write(value, WritePlain);

    private static object? Read(string text, string what, Func<DocumentFields, object> unwrap)
    {
        try
        {
            using var document = JsonDocument.Parse(text, s_reading);
            return Read(document.RootElement, unwrap);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or EncoderFallbackException or OverflowException)
        {
            throw Error.JsonMalformed(what, e);
        }
    }

    private static string Write(object? value, Action<Utf8JsonWriter, object?> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static object? Read(JsonElement element, Func<DocumentFields, object> unwrap)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = new DocumentFields();
                foreach (var property in element.EnumerateObject())
                {
                    fields.Add(property.Name, Read(property.Value, unwrap));
                }

                return unwrap(fields) is var value && value == DBNull.Value ? null : value;
            case JsonValueKind.Array:
                var items = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Read(item, unwrap));
                }

                return items;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return ReadNumber(element);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    private static object ReadNumber(JsonElement element)
    {
        if (element.TryGetInt32(out var small))
        {
            return small;
        }

        if (element.TryGetInt64(out var whole))
        {
            return whole;
        }

        var text = element.GetRawText();
        return text.IndexOfAny(['.', 'e', 'E']) < 0
            ? throw new OverflowException($"{text} does not fit 64 bits")
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case DocumentFields fields:
                WriteObject(json, fields, Write);
                break;
            case IReadOnlyList<object?> items:
                WriteArray(json, items, Write);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number and (> Numbers.MaxExact or < -Numbers.MaxExact):
                WriteTyped(json, "$numberLong", number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when Numbers.NameOf(number) is { } name:
                WriteTyped(json, "$numberDouble", name);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                WriteTyped(json, "$numberDecimal", number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset date:
                WriteTyped(json, "$date", IsoOf(date));
                break;
            case byte[] bytes:
                json.WriteStartObject();
                json.WriteStartObject("$binary");
                json.WriteBase64String("base64", bytes);
                json.WriteString("subType", "00");
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WritePlain(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case DocumentFields fields:
                WriteObject(json, fields, WritePlain);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IReadOnlyList<object?> items:
                WriteArray(json, items, WritePlain);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number when Numbers.NameOf(number) is { } name:
                json.WriteStringValue(name);
                break;
            case DateTimeOffset date:
                json.WriteStringValue(IsoOf(date));
                break;
            default:
                Write(json, value);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, DocumentFields fields, Action<Utf8JsonWriter, object?> write)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Key);
            write(json, field.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, IReadOnlyList<object?> items, Action<Utf8JsonWriter, object?> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static string IsoOf(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteTyped(Utf8JsonWriter json, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString(type, value);
        json.WriteEndObject();
    }
}
