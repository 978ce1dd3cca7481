using System.IO;
using System.Text;
using System.Text.Json;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Invocation;

/// <summary>One call of a function.</summary>
/// <param name="Environment">The cloud environment that the function belongs to.</param>
/// <param name="Name">The name of the function.</param>
/// <param name="Event">What the function gets as its event: JSON text.</param>
/// <param name="Caller">Who calls.</param>
internal sealed record FunctionRequest(CloudEnvironment Environment, string Name, string Event, FunctionCaller Caller);

/// <summary>Who calls a function.</summary>
/// <param name="Source">How the call came, such as <c>wx_client</c>; calls of functions by functions add <c>,scf</c>.</param>
/// <param name="OpenId">The user of the Mini Program; null for callers who are none.</param>
/// <param name="UnionId">The user's id across the owner's apps; null when there is none.</param>
internal sealed record FunctionCaller(string Source, string? OpenId = null, string? UnionId = null)
{
    public static FunctionCaller Http { get; } = new("wx_http");

    public static FunctionCaller Trigger { get; } = new("wx_trigger");

    public static FunctionCaller Client(string openId, string? unionId) => new("wx_client", openId, unionId);

    /// <summary>Adds to an event what the service adds to that of a Mini Program: <c>userInfo</c> with the AppID and, of a user, the openid.</summary>
    /// <param name="json">A JSON object.</param>
    public string AddUserInfo(JsonElement json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject())
            {
                if (member.Name != "userInfo")
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteStartObject("userInfo");
            writer.WriteString("appId", EmulatorCredentials.AppId);
            if (OpenId is not null)
            {
                writer.WriteString("openId", OpenId);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
