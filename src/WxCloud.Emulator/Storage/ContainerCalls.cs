using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Storage;

/// <summary><c>GET _/cos/getauth</c>: temporary keys as a cloud container gets them, without a token.</summary>
internal sealed class ContainerKeyCall(KeyPairs keyPairs) : IApiCall
{
    public const int Lifetime = 7200;

    public string Path => "_/cos/getauth";

    public ApiTraits Traits => ApiTraits.None;

    public ApiReply Answer(ApiRequest request)
    {
        var pair = keyPairs.Issue(Lifetime);
        return new ContainerKeyReply(pair.SecretId, pair.SecretKey, pair.Token!, pair.ExpiresAt!.Value);
    }
}

/// <summary>The keys; this call alone writes its names in Pascal case.</summary>
internal sealed record ContainerKeyReply(
    [property: JsonPropertyName("TmpSecretId")] string TmpSecretId,
    [property: JsonPropertyName("TmpSecretKey")] string TmpSecretKey,
    [property: JsonPropertyName("Token")] string Token,
    [property: JsonPropertyName("ExpiredTime")] long ExpiredTime) : ApiReply;

/// <summary><c>POST _/cos/metaid/encode</c>: the values of <c>x-cos-meta-fileid</c> for cloud paths, in the requested order.</summary>
internal sealed class EncodeMetadataCall(EnvironmentCatalog environments) : IApiCall
{
    public string Path => "_/cos/metaid/encode";

    public ApiTraits Traits => ApiTraits.Post;

    public ApiReply Answer(ApiRequest request)
    {
        // The owner of the file is ignored here.
        _ = request.Arguments.OptionalText("openid");
        var bucket = request.Arguments.RequiredText("bucket");
        var environment = environments.FindByBucket(bucket) ?? environments.FindByBucket($"{bucket}-{CloudEnvironment.OwnerAppId}") ?? throw ApiErrors.ParameterRefused("bucket not exists");
        List<string> values = [];
        foreach (JsonElement entry in request.Arguments.RequiredArray("paths").EnumerateArray())
        {
            // Public clients write paths with and without a leading slash.
            var path = ApiArguments.Text(entry, "paths").TrimStart('/');
            values.Add(CloudPath.IsValid(path) ? FileMetadata.ValueFor(environment.Bucket, environment.KeyOf(path)) : throw ApiErrors.ParameterRefused("invalid path"));
        }

        return new EncodeMetadataReply(new EncodedMetadata(values));
    }
}

internal sealed record EncodeMetadataReply(EncodedMetadata Respdata) : CloudReply;

internal sealed record EncodedMetadata(IReadOnlyList<string> XCosMetaFieldStrs);
