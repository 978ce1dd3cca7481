using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Cos;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Secrets;
using WxCloud.Tokens;

namespace WxCloud.Storage.Buckets;

/// <summary>
/// The file in which all processes of the user share the keys of <c>tcb/getqcloudtoken</c>, of which the service gives ten an hour.
/// </summary>
internal sealed class StorageKeyFile
{
    private const string Purpose = "COS keys";

    private readonly string _owner;

    /// <param name="folder">The folder of the user's secrets.</param>
    /// <param name="service">The endpoint that gave them.</param>
    /// <param name="appId">Whose keys they are.</param>
    /// <param name="appSecret">Another process that uses the keys must have the secret too; <see langword="null"/> where an access token was given instead.</param>
    /// <param name="log">Where warnings go.</param>
    public StorageKeyFile(OwnerOnlyFolder folder, Uri service, string appId, Secret? appSecret, EngineLog log)
    {
        var endpoint = service.AbsoluteUri.TrimEnd('/');
        Shared = new(folder, SharedFile.Hash(Purpose, "file", endpoint, appId), ".keys", log);
        _owner = SharedFile.Hash(Purpose, "secret", endpoint, appId, appSecret?.Reveal());
    }

    /// <summary>The file itself.</summary>
    public SharedFile Shared { get; }

    /// <summary>The shared keys; <see langword="null"/> when there are none that can be trusted.</summary>
    public CosCredential? Read()
    {
        try
        {
            return Shared.Read() is { } content
                && JsonSerializer.Deserialize(content, StorageKeyFileJson.Default.StorageKeyFileContent) is { SecretId: { } id, SecretKey: { } key } read
                && read.Owner == _owner
                ? new(id, new(key), read.SessionToken is { } token ? new(token) : null) { ExpiresOn = read.ExpiresOn, Origin = CosCredentialOrigin.Service }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(CosCredential credential) => Shared.Write(JsonSerializer.SerializeToUtf8Bytes(
        new(_owner, credential.SecretId, credential.SecretKey.Reveal(), credential.SessionToken?.Reveal(), credential.ExpiresOn),
        StorageKeyFileJson.Default.StorageKeyFileContent));
}

/// <summary>The content of the file. The owner is a fingerprint of endpoint, AppID and AppSecret.</summary>
internal sealed record StorageKeyFileContent(string Owner, string SecretId, string SecretKey, string? SessionToken, DateTimeOffset? ExpiresOn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StorageKeyFileContent))]
internal sealed partial class StorageKeyFileJson : JsonSerializerContext;
