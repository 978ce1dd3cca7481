using System;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Connections;

/// <summary>Reads connection settings from the <c>WXCLOUD_*</c> environment variables.</summary>
internal static class EnvironmentVariables
{
    public const string AppId = "WXCLOUD_APPID";
    public const string AppSecret = "WXCLOUD_APPSECRET";
    public const string EnvironmentId = "WXCLOUD_ENV";
    public const string Endpoint = "WXCLOUD_ENDPOINT";
    public const string AccessToken = "WXCLOUD_ACCESS_TOKEN";
    public const string CosSecretId = "WXCLOUD_COS_SECRETID";
    public const string CosSecretKey = "WXCLOUD_COS_SECRETKEY";
    public const string CosToken = "WXCLOUD_COS_TOKEN";

    /// <summary>The settings that the variables name; <see langword="null"/> when they hold neither a token nor an AppID.</summary>
    /// <exception cref="WxCloudException">The endpoint is not an address.</exception>
    public static ConnectionSettings? Read(Func<string, string?> variable)
    {
        var token = Text(variable, AccessToken);
        var appId = Text(variable, AppId);
        if (token is null && appId is null)
        {
            return null;
        }

        return AddKeys(
            new()
            {
                Credential = token is null ? WxCredentialKind.AppSecret : WxCredentialKind.AccessToken,
                AppId = appId,
                AppSecret = Hidden(variable, AppSecret),
                AccessToken = Hidden(variable, AccessToken),
                EnvironmentId = Text(variable, EnvironmentId),
                Endpoint = Text(variable, Endpoint) is { } endpoint ? ParseEndpoint(endpoint) : ConnectionSettings.DefaultEndpoint,
            },
            variable);
    }

    /// <summary>The settings with the COS keys of the variables, where they have none of their own.</summary>
    public static ConnectionSettings AddKeys(ConnectionSettings settings, Func<string, string?> variable) =>
        settings.CosSecretId is not null || settings.CosSecretKey is not null || settings.CosSessionToken is not null
            ? settings
            : settings with
            {
                CosSecretId = Text(variable, CosSecretId),
                CosSecretKey = Hidden(variable, CosSecretKey),
                CosSessionToken = Hidden(variable, CosToken),
                AreKeysOfVariables = true,
            };

    /// <exception cref="WxCloudException">The text is not an absolute http or https address.</exception>
    public static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw Error.EndpointInvalid(text);

    private static string? Text(Func<string, string?> variable, string name) =>
        variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static Secret? Hidden(Func<string, string?> variable, string name) => Text(variable, name) is { } value ? new(value) : null;
}
