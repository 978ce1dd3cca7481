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
        var token = Text(AccessToken);
        var appId = Text(AppId);
        if (token is null && appId is null)
        {
            return null;
        }

        return new()
        {
            Credential = token is null ? WxCredentialKind.AppSecret : WxCredentialKind.AccessToken,
            AppId = appId,
            AppSecret = Hidden(AppSecret),
            AccessToken = Hidden(AccessToken),
            EnvironmentId = Text(EnvironmentId),
            Endpoint = Text(Endpoint) is { } endpoint ? ParseEndpoint(endpoint) : ConnectionSettings.DefaultEndpoint,
            CosSecretId = Text(CosSecretId),
            CosSecretKey = Hidden(CosSecretKey),
            CosSessionToken = Hidden(CosToken),
        };

        string? Text(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        Secret? Hidden(string name) => Text(name) is { } value ? new(value) : null;
    }

    /// <exception cref="WxCloudException">The text is not an absolute http or https address.</exception>
    public static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw Error.EndpointInvalid(text);
}
