using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Invocation;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Calls;

/// <summary>
/// <c>POST tcb/invokecloudfunction</c> (wechat-database-functions.md, section 1). Environment and name are taken from the query, where all clients put them, or
/// from the body, as the newest page has it. <c>openid</c> in the query plays a user of the Mini Program, which the real service does not do.
/// </summary>
internal sealed class InvokeFunctionCall(string path, EnvironmentCatalog environments, FunctionService functions) : IAsyncApiCall
{
    private static readonly FunctionReplyJson s_json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string Path => path;

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public async Task<ApiReply> AnswerAsync(ApiRequest request)
    {
        var query = request.Target.Query;
        var environment = environments.Find(query["env"] ?? request.Arguments.RequiredText("env")) ?? throw ApiErrors.EnvironmentUnknown();
        var name = query["name"] is { Length: > 0 } named ? named : request.Arguments.RequiredText("name");
        using var asked = query["name"] is { Length: > 0 } ? null : EventInBody(request.Arguments);
        var json = asked?.RootElement ?? request.Arguments.Json;
        var caller = query["openid"] is { Length: > 0 } openId ? FunctionCaller.Client(openId, query["unionid"] is { Length: > 0 } unionId ? unionId : null) : FunctionCaller.Http;
        var text = caller.OpenId is null || json.ValueKind != JsonValueKind.Object ? json.GetRawText() : caller.AddUserInfo(json);
        try
        {
            return new InvokeFunctionReply(await functions.InvokeAsync(new FunctionRequest(environment, name, text, caller)).ConfigureAwait(false));
        }
        catch (FunctionException e)
        {
            throw new ApiException(e.Errcode, e.Stack is null ? e.Message : $"{e.Message} {JsonSerializer.Serialize(ThrownError.Of(e.Stack), s_json.ThrownError)}");
        }
    }

    /// <summary>The event of a request that has everything in its body: <c>req_data</c>, JSON text or an object.</summary>
    private static JsonDocument EventInBody(ApiArguments arguments)
    {
        if (!arguments.Json.TryGetProperty("req_data", out var data))
        {
            return JsonDocument.Parse("{}");
        }

        try
        {
            return JsonDocument.Parse(data.ValueKind == JsonValueKind.String ? ApiArguments.Text(data, "req_data") : data.GetRawText());
        }
        catch (JsonException)
        {
            throw ApiErrors.ParameterRefused("req_data must be JSON");
        }
    }
}

/// <summary>What a function returns, as JSON text.</summary>
internal sealed record InvokeFunctionReply(string RespData) : CloudReply;

/// <summary>What the logs of functions show of an error that a function threw (cloudbase-admin.md, section 6); it follows the message in <c>errmsg</c> (a choice).</summary>
internal sealed record ThrownError(
    [property: JsonPropertyName("errorCode")] int ErrorCode,
    [property: JsonPropertyName("errorMessage")] string ErrorMessage,
    [property: JsonPropertyName("stackTrace")] string StackTrace,
    [property: JsonPropertyName("statusCode")] int StatusCode)
{
    public static ThrownError Of(string stack) => new(1, "user code exception caught", stack, 430);
}

/// <summary>A task was accepted.</summary>
internal sealed record DelayedTaskReply : CloudReply;

[JsonSerializable(typeof(InvokeFunctionReply))]
[JsonSerializable(typeof(ThrownError))]
[JsonSerializable(typeof(DelayedTaskReply))]
internal sealed partial class FunctionReplyJson : JsonSerializerContext;
