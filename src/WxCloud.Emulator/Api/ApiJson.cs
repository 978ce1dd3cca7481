using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Storage;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Api;

/// <summary>How the JSON API writes its answers. Chinese stays readable, as the service leaves it.</summary>
[JsonSerializable(typeof(ApiRefusal))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(UploadFileReply))]
[JsonSerializable(typeof(BatchDownloadFileReply))]
[JsonSerializable(typeof(BatchDeleteFileReply))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static ApiJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
