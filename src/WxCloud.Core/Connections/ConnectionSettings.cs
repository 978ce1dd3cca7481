using System;
using System.Text.Json.Serialization;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Connections;

/// <summary>
/// Everything that a connection is made of. The same record is what a profile file holds and what is known of a connection that
/// came from another process, so a new setting is declared here alone.
/// </summary>
internal sealed record ConnectionSettings
{
    public static readonly Uri DefaultEndpoint = new("https://api.weixin.qq.com/");

    public static readonly Uri DefaultEmulatorEndpoint = new("http://127.0.0.1:9380/");

    /// <summary>Inside a container the platform adds the token to plain http calls
    /// (developers.weixin.qq.com/minigame/dev/wxcloudrun/src/guide/weixin/open.md).</summary>
    public static readonly Uri OpenApiServiceEndpoint = new("http://api.weixin.qq.com/");

    /// <summary>The read-only mount of 微信令牌
    /// (developers.weixin.qq.com/minigame/dev/wxcloudrun/src/guide/weixin/token.md).</summary>
    public const string DefaultTokenPath = "/.tencentcloudbase/wx/cloudbase_access_token";

    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(60);

    public string? Name { get; init; }

    /// <summary>The saved profile that the settings came from; <see langword="null"/> when they came from elsewhere.</summary>
    [JsonIgnore]
    public string? ProfileName { get; init; }

    /// <summary>The text of the script that gives the profile's secret; <see langword="null"/> when no script does. The engine does not
    /// run it: PowerShell does.</summary>
    public string? SecretScript { get; init; }

    public WxCredentialKind Credential { get; init; }

    public string? AppId { get; init; }

    public Secret? AppSecret { get; init; }

    public Secret? AccessToken { get; init; }

    /// <summary>The file of the container's token.</summary>
    public string TokenPath { get; init => field = value ?? DefaultTokenPath; } = DefaultTokenPath;

    public string? EnvironmentId { get; init; }

    public Uri Endpoint { get; init => field = value ?? DefaultEndpoint; } = DefaultEndpoint;

    public WxTokenMode TokenMode { get; init; }

    /// <summary>Whether tokens stay in this process instead of the user's shared cache.</summary>
    public bool NoTokenCache { get; init; }

    /// <summary>The user's folder for cached tokens and saved profiles; <see langword="null"/> for the usual one.</summary>
    [JsonIgnore]
    public string? DataFolder { get; init; }

    /// <summary>Whether the environment belongs to a third-party platform, whose calls go to <c>componenttcb/</c> instead of <c>tcb/</c>
    /// with the platform's component_access_token (developers.weixin.qq.com/doc/oplatform/openApi/cloudbase-batch).</summary>
    public bool IsPlatformEnvironment { get; init; }

    public bool IsEmulator { get; init; }

    /// <summary>The id of the keys for the object API, which lists and copies; <see langword="null"/> when none were given.</summary>
    public string? CosSecretId { get; init; }

    public Secret? CosSecretKey { get; init; }

    /// <summary>The token of temporary keys; <see langword="null"/> with permanent ones.</summary>
    public Secret? CosSessionToken { get; init; }

    /// <summary>Whether the keys, if there are any, came from the environment variables, which every session reads again: a profile does not keep them.</summary>
    [JsonIgnore]
    public bool AreKeysOfVariables { get; init; }

    /// <summary>The limit for connecting, for a reply to begin, and for silence between bytes.</summary>
    [JsonPropertyName("timeoutSeconds")]
    public TimeSpan Timeout { get; init => field = value == TimeSpan.Zero ? s_defaultTimeout : value; } = s_defaultTimeout;

    /// <summary>The keys for the object API; <see langword="null"/> unless both halves are known.</summary>
    [JsonIgnore]
    public CosCredential? CosCredential =>
        CosSecretId is null || CosSecretKey is null ? null : new(CosSecretId, CosSecretKey, CosSessionToken);

    /// <summary>What is put before the route of <c>tcb/</c> calls.</summary>
    [JsonIgnore]
    public string RoutePrefix => IsPlatformEnvironment ? "component" : string.Empty;

    /// <summary>The emulator's own credentials, as its documentation names them.</summary>
    public static ConnectionSettings ForEmulator(Uri? endpoint = null) => new()
    {
        Name = "emulator",
        AppId = "wx0000000000000001",
        AppSecret = new("emulator-secret"),
        EnvironmentId = "local-env",
        CosSecretId = "emulator-secret-id",
        CosSecretKey = new("emulator-secret-key"),
        Endpoint = endpoint ?? DefaultEmulatorEndpoint,
        IsEmulator = true,
    };

    /// <summary>A timeout that came from a file or another process, kept between a second and a day.</summary>
    public static TimeSpan LimitTimeout(double seconds) => TimeSpan.FromSeconds(Math.Min(Math.Max(1, seconds), 86400));

    /// <summary>Whether plain http may be spoken to this host.</summary>
    public bool AllowsPlainHttp(Uri uri) =>
        uri.IsLoopback || IsEmulator || Credential == WxCredentialKind.OpenApiService;

    /// <exception cref="WxCloudException">Something that the credential needs is missing, or it would not be safe.</exception>
    public void Validate()
    {
        var isAddress = Endpoint.IsAbsoluteUri && (Endpoint.Scheme == Uri.UriSchemeHttp || Endpoint.Scheme == Uri.UriSchemeHttps);
        if (!isAddress || Endpoint.UserInfo.Length + Endpoint.Query.Length + Endpoint.Fragment.Length > 0)
        {
            throw Error.EndpointInvalid(Endpoint.OriginalString);
        }

        if (Endpoint.Scheme == Uri.UriSchemeHttp && !AllowsPlainHttp(Endpoint))
        {
            throw Error.PlainHttpRefused(Endpoint.Host);
        }

        if (Credential == WxCredentialKind.AppSecret)
        {
            ThrowIfMissing(AppId, "AppId (WXCLOUD_APPID)");
            ThrowIfMissing(AppSecret?.Reveal(), "AppSecret (WXCLOUD_APPSECRET)");
        }

        if (Credential == WxCredentialKind.AccessToken)
        {
            ThrowIfMissing(AccessToken?.Reveal(), "AccessToken (WXCLOUD_ACCESS_TOKEN)");
        }

        ThrowIfKeysAreIncomplete();
    }

    /// <summary>Half a key, or a token without keys, would silently be no keys at all.</summary>
    private void ThrowIfKeysAreIncomplete()
    {
        if (CosSecretId is not null || CosSecretKey is not null || CosSessionToken is not null)
        {
            ThrowIfMissing(CosSecretId, "COS SecretId (WXCLOUD_COS_SECRETID)");
            ThrowIfMissing(CosSecretKey?.Reveal(), "COS SecretKey (WXCLOUD_COS_SECRETKEY)");
        }
    }

    private static void ThrowIfMissing(string? value, string setting)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw Error.SettingMissing(setting);
        }
    }
}
