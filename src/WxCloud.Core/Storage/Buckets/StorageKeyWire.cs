using System.Collections.Generic;
using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Storage.Buckets;

// Field for field as developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/utils/getQcloudToken.html and
// developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloudrun/src/development/storage/service/cos-sdk.md have them.

internal sealed record ServiceKeyRequest([property: JsonPropertyName("lifespan")] int Lifespan);

internal sealed record ServiceKeyReply(
    [property: JsonPropertyName("secretid")] string? SecretId,
    [property: JsonPropertyName("secretkey")] string? SecretKey,
    [property: JsonPropertyName("token")] string? Token,
    [property: JsonPropertyName("expired_time")] long ExpiredTime);

internal sealed record ContainerKeyReply(
    [property: JsonPropertyName("TmpSecretId")] string? SecretId,
    [property: JsonPropertyName("TmpSecretKey")] string? SecretKey,
    [property: JsonPropertyName("Token")] string? Token,
    [property: JsonPropertyName("ExpiredTime")] long ExpiredTime);

internal sealed record FileIdMetadataRequest(
    [property: JsonPropertyName("openid")] string OpenId,
    [property: JsonPropertyName("bucket")] string Bucket,
    [property: JsonPropertyName("paths")] IReadOnlyList<string> Paths);

internal sealed record FileIdMetadataReply([property: JsonPropertyName("respdata")] FileIdMetadataList? Data);

internal sealed record FileIdMetadataList([property: JsonPropertyName("x_cos_meta_field_strs")] IReadOnlyList<string?>? Values);

/// <summary>The bodies of the calls for COS keys.</summary>
[JsonSerializable(typeof(ServiceKeyRequest))]
[JsonSerializable(typeof(ServiceKeyReply))]
[JsonSerializable(typeof(ContainerKeyReply))]
[JsonSerializable(typeof(FileIdMetadataRequest))]
[JsonSerializable(typeof(FileIdMetadataReply))]
internal sealed partial class StorageKeyJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static StorageKeyJson Instance { get; } = new(ApiJson.NewOptions());
}
