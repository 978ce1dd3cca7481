using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Functions;

// The bodies of the function calls, as developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/functions/ has them.

internal sealed record InvokeReply([property: JsonPropertyName("resp_data")] string? Data);

internal sealed record DelayedTaskRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("function_name")] string Name,
    [property: JsonPropertyName("data")] string Data,
    [property: JsonPropertyName("delay_time")] int DelaySeconds);

internal sealed record DelayedTaskReply;

/// <summary>What a function's log shows of an error, which some replies hold as text.</summary>
internal sealed record FunctionLogRecord(
    [property: JsonPropertyName("errorCode")] int ErrorCode,
    [property: JsonPropertyName("errorMessage")] string? Message,
    [property: JsonPropertyName("stackTrace")] JsonElement? StackTrace,
    [property: JsonPropertyName("statusCode")] int? StatusCode);

/// <summary>The bodies of the function calls.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(InvokeReply))]
[JsonSerializable(typeof(DelayedTaskRequest))]
[JsonSerializable(typeof(DelayedTaskReply))]
[JsonSerializable(typeof(FunctionLogRecord))]
internal sealed partial class FunctionJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static FunctionJson Instance { get; } = new(ApiJson.NewOptions());
}
