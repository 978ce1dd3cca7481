using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Storage;
using WxCloud.Tokens;

namespace WxCloud.Api;

/// <summary>How the service's JSON is read and written: tolerant of numbers in strings, Chinese left as it is.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(StableTokenRequest))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(UploadTicketRequest))]
[JsonSerializable(typeof(UploadTicketReply))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkReply))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(DeleteReply))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>The context to use; other than the default one it does not escape what JSON need not escape.</summary>
    public static WireJson Instance { get; } = new(new JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    });
}
