using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxCloud.Emulator.Database.Values.ExtendedJson;

/// <summary>How values are written.</summary>
internal enum ExtendedJsonStyle
{
    /// <summary>Plain where JSON has the type (int, text, bool, null), extended where it has not; every type reads back as it was.</summary>
    Typed,

    /// <summary>All numbers plain and dates as <c>{"$date":milliseconds}</c>, as the older SDKs read them.</summary>
    Plain,
}

/// <summary>Writes values as extended JSON.</summary>
internal sealed class ExtendedJsonWriter(Utf8JsonWriter json, ExtendedJsonStyle style)
{
    private const int MaxDepth = 512;

    private const long FirstIsoMillisecond = 0;
    private const long LastIsoMillisecond = 253402300799999;

    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    public static string ToText(DbValue value, ExtendedJsonStyle style = ExtendedJsonStyle.Typed) => Encoding.UTF8.GetString(ToUtf8(value, style).WrittenSpan);

    public static ArrayBufferWriter<byte> ToUtf8(DbValue value, ExtendedJsonStyle style = ExtendedJsonStyle.Typed)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, Options);
        new ExtendedJsonWriter(json, style).Write(value);
        json.Flush();
        return buffer;
    }

    public void Write(DbValue value)
    {
        switch (value)
        {
            case TextValue text:
                json.WriteStringValue(text.Text);
                break;
            case NumberValue number:
                WriteNumber(number);
                break;
            case BooleanValue flag:
                json.WriteBooleanValue(flag.IsTrue);
                break;
            case DocumentValue document:
                WriteDocument(document);
                break;
            case ArrayValue array:
                json.WriteStartArray();
                foreach (var item in array)
                {
                    Write(item);
                }

                json.WriteEndArray();
                break;
            case DateValue date:
                WriteDate(date.Milliseconds);
                break;
            case BinaryValue binary:
                WriteBinary(binary);
                break;
            case RegexValue regex:
                WriteRegex(regex);
                break;
            case { Kind: ValueKind.MinKey or ValueKind.MaxKey }:
                json.WriteStartObject();
                json.WriteNumber(value.Kind == ValueKind.MinKey ? "$minKey"u8 : "$maxKey"u8, 1);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteDocument(DocumentValue document)
    {
        json.WriteStartObject();
        foreach (var field in document)
        {
            json.WritePropertyName(field.Name);
            Write(field.Value);
        }

        json.WriteEndObject();
    }

    private void WriteNumber(NumberValue number)
    {
        switch (number.Type)
        {
            case NumberType.Int32:
                json.WriteNumberValue(((IntegerValue)number).Value);
                break;
            case NumberType.Double when style == ExtendedJsonStyle.Plain && !double.IsFinite(number.ToDouble()):
                json.WriteNullValue();
                break;
            case not NumberType.Int32 when style == ExtendedJsonStyle.Plain:
                json.WriteRawValue(number.Type == NumberType.Double ? number.ToDouble().ToString("R", CultureInfo.InvariantCulture) : number.ToString()!);
                break;
            case NumberType.Int64:
                WriteWrapped("$numberLong"u8, number.ToString()!);
                break;
            case NumberType.Double:
                WriteWrapped("$numberDouble"u8, number.ToString()!);
                break;
            default:
                WriteWrapped("$numberDecimal"u8, number.ToString()!);
                break;
        }
    }

    /// <summary>The relaxed form, a text, for the years that it is defined for (1970 to 9999); else the canonical one.</summary>
    private void WriteDate(long milliseconds)
    {
        if (style == ExtendedJsonStyle.Plain)
        {
            json.WriteStartObject();
            json.WriteNumber("$date"u8, milliseconds);
            json.WriteEndObject();
        }
        else if (milliseconds is >= FirstIsoMillisecond and <= LastIsoMillisecond)
        {
            WriteWrapped("$date"u8, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteStartObject();
            json.WritePropertyName("$date"u8);
            WriteWrapped("$numberLong"u8, milliseconds.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
    }

    private void WriteBinary(BinaryValue binary)
    {
        json.WriteStartObject();
        json.WriteStartObject("$binary"u8);
        json.WriteBase64String("base64"u8, binary.Bytes);
        json.WriteString("subType"u8, binary.Subtype.ToString("x2", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRegex(RegexValue regex)
    {
        json.WriteStartObject();
        if (style == ExtendedJsonStyle.Plain)
        {
            json.WriteString("$regex"u8, regex.Pattern);
            json.WriteString("$options"u8, regex.Options);
        }
        else
        {
            json.WriteStartObject("$regularExpression"u8);
            json.WriteString("pattern"u8, regex.Pattern);
            json.WriteString("options"u8, regex.Options);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteWrapped(ReadOnlySpan<byte> type, string value)
    {
        json.WriteStartObject();
        json.WriteString(type, value);
        json.WriteEndObject();
    }
}
