using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Storage.Buckets;

/// <summary>The calls that give COS keys and the metadata of files, where the service or the cloud container does.</summary>
internal sealed class StorageKeyCalls(ApiClient api, ApiEndpoint endpoint, RetryPolicy retry)
{
    /// <summary>The longest lifetime that the service gives, in seconds.</summary>
    private const int Lifespan = 7200;

    /// <summary>Requests keys from the service, which allows ten calls an hour.</summary>
    public async Task<CosCredential> RequestFromServiceAsync(CancellationToken cancellationToken)
    {
        var reply = await api.PostAsync(
            "tcb/getqcloudtoken",
            new(Lifespan),
            StorageKeyJson.Instance.ServiceKeyRequest,
            StorageKeyJson.Instance.ServiceKeyReply,
            cancellationToken).ConfigureAwait(false);
        return Credential("tcb/getqcloudtoken", reply.SecretId, reply.SecretKey, reply.Token, reply.ExpiredTime, CosCredentialOrigin.Service);
    }

    /// <summary>Requests keys from the platform of the cloud container, over plain http and without a token.</summary>
    public async Task<CosCredential> RequestFromContainerAsync(CancellationToken cancellationToken)
    {
        var reply = await retry.RunAsync(
            token => new ValueTask<ContainerKeyReply>(endpoint.GetAsync("_/cos/getauth", query: null, StorageKeyJson.Instance.ContainerKeyReply, token)),
            cancellationToken).ConfigureAwait(false);
        return Credential("_/cos/getauth", reply.SecretId, reply.SecretKey, reply.Token, reply.ExpiredTime, CosCredentialOrigin.Container);
    }

    /// <summary>Requests the metadata by which the cloud recognizes a file from the platform of the cloud container.</summary>
    public async Task<string> EncodeFileIdAsync(string bucket, string cloudPath, CancellationToken cancellationToken)
    {
        var reply = await retry.RunAsync(
            token => new ValueTask<FileIdMetadataReply>(endpoint.PostAsync(
                "_/cos/metaid/encode",
                query: null,
                new(string.Empty, bucket, [cloudPath]),
                StorageKeyJson.Instance.FileIdMetadataRequest,
                StorageKeyJson.Instance.FileIdMetadataReply,
                token)),
            cancellationToken).ConfigureAwait(false);
        return reply.Data?.Values is { Count: > 0 } values && values[0] is { Length: > 0 } value ? value : throw Error.NotAnAnswer("_/cos/metaid/encode", "x_cos_meta_field_strs");
    }

    private static CosCredential Credential(string route, string? id, string? key, string? token, long expires, CosCredentialOrigin origin) =>
        id is { Length: > 0 } && key is { Length: > 0 }
            ? new(id, new(key), string.IsNullOrEmpty(token) ? null : new(token!))
            {
                ExpiresOn = expires > 0 ? DateTimeOffset.FromUnixTimeSeconds(expires) : null,
                Origin = origin,
            }
            : throw Error.NotAnAnswer(route, "secretid, secretkey");
}
