using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Secrets;

namespace WxCloud.Storage.Buckets;

/// <summary>
/// The file in which all processes of the user share the keys of <c>tcb/getqcloudtoken</c>, of which the service gives ten an
/// hour. Where it cannot be used, the engine warns once and each process asks for itself.
/// </summary>
/// <param name="folder">The folder of the user's secrets.</param>
/// <param name="service">The endpoint that gave them.</param>
/// <param name="appId">Whose keys they are.</param>
/// <param name="appSecret">Who else uses the AppID must know its secret too; <see langword="null"/> where an access token was given instead.</param>
/// <param name="log">Where warnings go.</param>
internal sealed class StorageKeyFile(OwnerOnlyFolder folder, Uri service, string appId, Secret? appSecret, EngineLog log)
{
    private readonly string _name = Hash("file", service, appId, secret: null);
    private readonly string _owner = Hash("secret", service, appId, appSecret);
    private bool _isUsable = true;

    /// <summary>The shared keys; <see langword="null"/> when there are none that can be trusted.</summary>
    public CosCredential? Read()
    {
        try
        {
            return _isUsable && folder.Read(_name + ".keys") is { } content
                && JsonSerializer.Deserialize(content, StorageKeyFileJson.Default.StorageKeyFileContent) is { SecretId: { } id, SecretKey: { } key } read
                && read.Owner == _owner
                ? new(id, new(key), read.SessionToken is { } token ? new(token) : null) { ExpiresOn = read.ExpiresOn, Origin = CosCredentialOrigin.Service }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (WxCloudException e)
        {
            StopUsing(e);
            return null;
        }
    }

    public void Write(CosCredential credential)
    {
        if (!_isUsable)
        {
            return;
        }

        var content = new StorageKeyFileContent(_owner, credential.SecretId, credential.SecretKey.Reveal(), credential.SessionToken?.Reveal(), credential.ExpiresOn);
        try
        {
            folder.Write(_name + ".keys", JsonSerializer.SerializeToUtf8Bytes(content, StorageKeyFileJson.Default.StorageKeyFileContent));
        }
        catch (WxCloudException e)
        {
            StopUsing(e);
        }
    }

    /// <summary>Takes the right to ask for keys. True without a lock when the file cannot be used: then there is no one to wait for.</summary>
    public bool TryLock(out IDisposable? hold)
    {
        hold = null;
        try
        {
            hold = _isUsable ? folder.TryLock(_name + ".lock") : null;
        }
        catch (WxCloudException e)
        {
            StopUsing(e);
        }

        return hold is not null || !_isUsable;
    }

    private static string Hash(string purpose, Uri service, string appId, Secret? secret) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", "WxCloud COS keys " + purpose, service.AbsoluteUri.TrimEnd('/'), appId, secret?.Reveal()))),
        0,
        16);

    private void StopUsing(WxCloudException e)
    {
        _isUsable = false;
        log.Warn(Messages.Format("Token.CacheUnusable", e.Message));
    }
}

/// <summary>The content of the file. The owner is a fingerprint of endpoint, AppID and AppSecret.</summary>
internal sealed record StorageKeyFileContent(string Owner, string SecretId, string SecretKey, string? SessionToken, DateTimeOffset? ExpiresOn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StorageKeyFileContent))]
internal sealed partial class StorageKeyFileJson : JsonSerializerContext;
