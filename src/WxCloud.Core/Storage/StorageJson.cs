using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Storage;

/// <summary>The bodies of the storage calls.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(UploadTicketRequest))]
[JsonSerializable(typeof(UploadTicketReply))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkReply))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(DeleteReply))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static StorageJson Instance { get; } = new(ApiJson.NewOptions());
}
