using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Tokens;

/// <summary>The bodies of the two token calls.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(StableTokenRequest))]
[JsonSerializable(typeof(TokenReply))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static TokenJson Instance { get; } = new(ApiJson.NewOptions());
}
