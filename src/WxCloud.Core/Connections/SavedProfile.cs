using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Secrets;

namespace WxCloud.Connections;

/// <summary>The settings of a connection as they are kept for another day.</summary>
internal sealed record SavedProfile
{
    public required string Name { get; init; }

    /// <summary>The text of a script that gives the secret, for those who keep it elsewhere; <see langword="null"/> when it is kept here.
    /// The engine does not run it: PowerShell does.</summary>
    public string? SecretScript { get; init; }

    public WxCredentialKind Credential { get; init; }

    public string? AppId { get; init; }

    public Secret? AppSecret { get; init; }

    public Secret? AccessToken { get; init; }

    public string? TokenPath { get; init; }

    public string? EnvironmentId { get; init; }

    public string? Endpoint { get; init; }

    public WxTokenMode TokenMode { get; init; }

    public bool NoTokenCache { get; init; }

    public bool IsPlatformEnvironment { get; init; }

    public bool IsEmulator { get; init; }

    public double TimeoutSeconds { get; init; } = 60;

    public string? CosSecretId { get; init; }

    public Secret? CosSecretKey { get; init; }

    public Secret? CosSessionToken { get; init; }

    /// <param name="name">The name to find it by.</param>
    /// <param name="settings">What to keep: AppSecret and token unless a script gives them.</param>
    public static SavedProfile From(string name, ConnectionSettings settings) => new()
    {
        Name = name,
        SecretScript = settings.SecretScript,
        Credential = settings.Credential,
        AppId = settings.AppId,
        AppSecret = settings.SecretScript is null ? settings.AppSecret : null,
        AccessToken = settings.SecretScript is null ? settings.AccessToken : null,
        TokenPath = settings.TokenPath,
        EnvironmentId = settings.EnvironmentId,
        Endpoint = settings.Endpoint.AbsoluteUri,
        TokenMode = settings.TokenMode,
        NoTokenCache = settings.NoTokenCache,
        IsPlatformEnvironment = settings.IsPlatformEnvironment,
        IsEmulator = settings.IsEmulator,
        TimeoutSeconds = settings.Timeout.TotalSeconds,
        CosSecretId = settings.CosCredential?.SecretId,
        CosSecretKey = settings.CosCredential?.SecretKey,
        CosSessionToken = settings.CosCredential?.SessionToken,
    };

    /// <summary>The settings of a connection. Its AppSecret or token is missing when a script gives it.</summary>
    /// <exception cref="WxCloudException">The endpoint is not an address.</exception>
    public ConnectionSettings ToSettings() => new()
    {
        Name = Name,
        ProfileName = Name,
        SecretScript = SecretScript,
        Credential = Credential,
        AppId = AppId,
        AppSecret = AppSecret,
        AccessToken = AccessToken,
        TokenPath = TokenPath ?? ConnectionSettings.DefaultTokenPath,
        EnvironmentId = EnvironmentId,
        Endpoint = Endpoint is null ? ConnectionSettings.DefaultEndpoint : EnvironmentVariables.ParseEndpoint(Endpoint),
        TokenMode = TokenMode,
        NoTokenCache = NoTokenCache,
        IsPlatformEnvironment = IsPlatformEnvironment,
        IsEmulator = IsEmulator,
        Timeout = TimeSpan.FromSeconds(Math.Min(Math.Max(1, TimeoutSeconds), 86400)),
        CosCredential = CosSecretId is null || CosSecretKey is null ? null : new(CosSecretId, CosSecretKey, CosSessionToken),
    };
}

/// <summary>Writes secrets in the clear: the file that they go into is for its owner alone.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? new(value) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    Converters = [typeof(SecretJsonConverter)])]
[JsonSerializable(typeof(SavedProfile))]
internal sealed partial class SavedProfileJson : JsonSerializerContext;
