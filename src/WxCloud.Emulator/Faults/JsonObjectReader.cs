using System;
using System.Linq;
using System.Text.Json;

namespace WxCloud.Emulator.Faults;

/// <summary>Reads the members of a JSON object; every error names the place.</summary>
internal sealed class JsonObjectReader
{
    private readonly JsonElement _json;
    private readonly string _place;

    /// <exception cref="FormatException">The element is no object.</exception>
    public JsonObjectReader(JsonElement json, string place)
    {
        _json = json;
        _place = place;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Error("must be an object");
        }
    }

    public FormatException Error(string what) => new($"{_place}: {what}.");

    public void ThrowIfOther(params string[] names)
    {
        foreach (JsonProperty property in _json.EnumerateObject())
        {
            if (!names.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Error($"'{property.Name}' is unknown; there are {string.Join(", ", names)}");
            }
        }
    }

    /// <summary>True when the member is there and not null.</summary>
    public bool Has(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public string RequiredText(string name)
    {
        return Has(name) && _json.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Error($"{name} must be a text");
    }

    public JsonElement[] RequiredArray(string name)
    {
        return Has(name) && _json.GetProperty(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray()]
            : throw Error($"{name} must be an array");
    }

    public long RequiredInteger(string name, long min, long max)
    {
        return OptionalInteger(name, min, max) ?? throw Error($"{name} must be a whole number from {min} to {max}");
    }

    public long? OptionalInteger(string name, long min, long max)
    {
        if (!Has(name))
        {
            return null;
        }

        return _json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= min && number <= max
            ? number
            : throw Error($"{name} must be a whole number from {min} to {max}");
    }

    public double? OptionalShare(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        return _json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.GetDouble() is >= 0 and <= 1 and var share
            ? share
            : throw Error($"{name} must be a number from 0 to 1");
    }
}
