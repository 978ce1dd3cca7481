using System.Collections.Generic;
using System.CommandLine;
using WxCloud.Cli.Parsing;

namespace WxCloud.Cli.Connection;

/// <summary>The options of every command that uses a connection. No secret is one of them: other users see command lines.</summary>
internal static class ConnectionOptions
{
    public static readonly Option<bool> Local = OptionRules.Flag(
        "--local",
        "Use the emulator: the one that runs on this computer, else one that runs until this command ends. Needs no account.");

    public static readonly Option<string?> Profile = new("--profile") { Description = "A connection saved for this user by Save-WxCloudConnection." };

    public static readonly Option<string?> AppId = new("--app-id") { Description = "The AppID (default: WXCLOUD_APPID). Its secret comes only from WXCLOUD_APPSECRET." };

    public static readonly Option<string?> Environment = new("--env") { Description = "The id of the cloud environment (default: WXCLOUD_ENV)." };

    public static readonly Option<string?> Endpoint = new("--endpoint")
    {
        Description = "The address of the service, with its path (default: WXCLOUD_ENDPOINT, else https://api.weixin.qq.com).",
    };

    public static readonly Option<bool> PlatformEnvironment = OptionRules.Flag(
        "--platform-environment",
        "The environment belongs to a third-party platform: calls go to componenttcb/ with its component_access_token.");

    public static readonly Option<WxTokenMode> TokenMode = new("--token-mode") { Description = "Stable (default) or Standard." };

    public static readonly Option<bool> NoTokenCache = OptionRules.Flag("--no-token-cache", "Keep access tokens in this process instead of the user's shared cache.");

    public static readonly Option<int> Timeout = new Option<int>("--timeout")
    {
        Description = "The limit in seconds for connecting, for a reply to begin and for silence between bytes.",
        DefaultValueFactory = static _ => 60,
    }.Between(1, 86400);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Local, Profile, AppId, Environment, Endpoint, PlatformEnvironment, TokenMode, NoTokenCache, Timeout];
}
