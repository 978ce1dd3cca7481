using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Console.Replies;

/// <summary>How the console's calls answer.</summary>
internal static class ConsoleReply
{
    public static Task SendJsonAsync<T>(this HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        return context.Response.SendBodyAsync(StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, type));
    }

    public static Task SendErrorAsync(this HttpContext context, int status, string error)
    {
        return context.Response.SendBodyAsync(
            status, "application/json", JsonSerializer.SerializeToUtf8Bytes(new ConsoleError(error), ConsoleErrorJson.Default.ConsoleError));
    }
}

internal sealed record ConsoleError(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConsoleError))]
internal sealed partial class ConsoleErrorJson : JsonSerializerContext;

/// <summary>A control call cannot be carried out; the message says what and why.</summary>
internal sealed class ControlException(string message) : Exception(message);
