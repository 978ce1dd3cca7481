using System;
using System.Globalization;
using System.Text.Json;

namespace WxCloud.Emulator.Api;

/// <summary>
/// A JSON object of a request. Which code a bad parameter gets is a choice of the emulator: 40101 for an absent key, 40097 for a value of the wrong type.
/// </summary>
internal readonly struct ApiArguments(JsonElement json)
{
    /// <summary>The object itself, for calls whose body has no fixed members.</summary>
    public JsonElement Json => json;

    /// <exception cref="ApiException">The element is no object.</exception>
    public static ApiArguments Of(JsonElement element, string name)
    {
        return element.ValueKind == JsonValueKind.Object ? new ApiArguments(element) : throw ApiErrors.ParameterOfWrongType(name);
    }

    public static string Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw ApiErrors.ParameterOfWrongType(name);
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape, is no text.
            throw ApiErrors.ParameterOfWrongType(name);
        }
    }

    public string RequiredText(string name) => Text(Required(name), name);

    public string? OptionalText(string name) => TryGet(name, out JsonElement value) ? Text(value, name) : null;

    public bool OptionalFlag(string name)
    {
        return TryGet(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ApiErrors.ParameterOfWrongType(name),
        };
    }

    public double RequiredNumber(string name)
    {
        var value = Required(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : throw ApiErrors.ParameterOfWrongType(name);
    }

    public double? OptionalNumber(string name) => TryGet(name, out _) ? RequiredNumber(name) : null;

    /// <summary>A whole number, as a number or, as public scripts also send it, as text.</summary>
    public long RequiredWhole(string name)
    {
        var value = Required(name);
        var text = value.ValueKind == JsonValueKind.String ? Text(value, name) : value.GetRawText();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw ApiErrors.ParameterOfWrongType(name);
    }

    public JsonElement RequiredArray(string name)
    {
        var value = Required(name);
        return value.ValueKind == JsonValueKind.Array ? value : throw ApiErrors.ParameterOfWrongType(name);
    }

    public JsonElement? OptionalArray(string name) => TryGet(name, out _) ? RequiredArray(name) : null;

    private JsonElement Required(string name) => TryGet(name, out JsonElement value) ? value : throw ApiErrors.ParameterMissing(name);

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value);
    }
}
