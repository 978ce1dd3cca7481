using System;
using System.Linq;
using System.Text.Json;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Admin.Requests;

/// <summary>The parts of a request that an action uses.</summary>
/// <param name="target">The address that the client used.</param>
/// <param name="environment">The environment that the request names, or the default one.</param>
/// <param name="body">The JSON object.</param>
/// <param name="now">The time, in Unix milliseconds.</param>
/// <param name="source">The source of a function that is called, such as <c>wx_client,scf</c>; null when the request names none.</param>
internal sealed class AdminRequest(RequestTarget target, CloudEnvironment environment, JsonElement body, long now, string? source = null)
{
    private readonly ExtendedJsonReader _reader = new(now);

    public RequestTarget Target => target;

    public CloudEnvironment Environment => environment;

    public long Now => now;

    public string? Source => source;

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <exception cref="DatabaseException">The text is absent or empty.</exception>
    public string RequiredText(string name) => Text(name) ?? throw DatabaseErrors.InvalidParameter($"param.{name} can't be empty");

    public bool Flag(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public int? Whole(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>A value: extended JSON in a text, as the newer SDKs send it, or plain JSON; missing when it is absent or an empty text.</summary>
    /// <exception cref="DatabaseException">It is malformed.</exception>
    public DbValue Value(string name)
    {
        return body.TryGetProperty(name, out var value) ? Read(value) : DbValue.Missing;
    }

    /// <summary>The items of an array, each read like a value; the value itself where it is no array.</summary>
    /// <exception cref="DatabaseException">One is malformed.</exception>
    public DbValue[] Items(string name)
    {
        if (!body.TryGetProperty(name, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return [Read(value)];
        }

        var items = new DbValue[value.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Read(value[i]);
        }

        return items;
    }

    /// <summary>The texts of an array, as they are; items of other kinds are left out.</summary>
    public string[] Texts(string name)
    {
        return body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
    }

    /// <summary>A document; empty when it is absent.</summary>
    /// <exception cref="DatabaseException">It is malformed, or no document.</exception>
    public DocumentValue Document(string name)
    {
        return Value(name) switch
        {
            DocumentValue document => document,
            { IsNullish: true } => DocumentValue.Empty,
            _ => throw DatabaseErrors.InvalidParameter($"param.{name} must be an object"),
        };
    }

    /// <summary>Reads a text of extended JSON, or plain JSON.</summary>
    /// <exception cref="DatabaseException">It is malformed.</exception>
    public DbValue Read(JsonElement value)
    {
        return value.ValueKind != JsonValueKind.String ? _reader.Read(value.GetRawText()) : value.GetString() is { Length: > 0 } text ? _reader.Read(text) : DbValue.Missing;
    }

    /// <exception cref="DatabaseException">The text is malformed.</exception>
    public DbValue Read(string text) => _reader.Read(text);
}

/// <summary>A refusal of <c>/admin</c>: HTTP 200 with <c>code</c> and <c>message</c>.</summary>
internal sealed class AdminException(string code, string message) : Exception(message)
{
    public string Code => code;
}
