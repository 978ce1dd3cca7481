using System.CommandLine;

namespace WxCloud.Cli.Commands;

/// <summary>The options that every command on a connection has. A secret is never one of them: other users see command lines.</summary>
internal static class ConnectionOptions
{
    public static readonly Option<bool> Local = new("--local")
    {
        Description = "Use the emulator: the one that runs on this computer, else one for the time of this command. Needs no account.",
    };

    public static readonly Option<string?> Profile = new("--profile") { Description = "A connection that Save-WxCloudConnection saved for this user." };

    public static readonly Option<bool> PlatformEnvironment = new("--platform-environment")
    {
        Description = "The environment belongs to a third-party platform: componenttcb/ with its component_access_token.",
    };

    public static readonly Option<string?> AppId = new("--app-id") { Description = "The AppID (default: WXCLOUD_APPID). Its secret comes from WXCLOUD_APPSECRET alone." };

    public static readonly Option<string?> Environment = new("--env") { Description = "The cloud environment's id (default: WXCLOUD_ENV)." };

    public static readonly Option<string?> Endpoint = new("--endpoint") { Description = "The address of the service, its path is kept (default: WXCLOUD_ENDPOINT, else https://api.weixin.qq.com)." };

    public static readonly Option<WxTokenMode> TokenMode = new("--token-mode") { Description = "Stable (default) or Standard." };

    public static readonly Option<bool> NoTokenCache = new("--no-token-cache") { Description = "Keep access tokens in this process instead of the user's shared cache." };

    public static readonly Option<int> Timeout = new Option<int>("--timeout")
    {
        Description = "Seconds for connecting, for a reply to begin and for silence between bytes.",
        DefaultValueFactory = static _ => 60,
    }.Between(1, 86400);

    public static readonly Option<bool> Json = new("--json") { Description = "One JSON object per line, errors likewise on the error stream." };

    public static readonly Option<bool> Debug = new("--debug") { Description = "Tell of each call on the error stream: method, host, path, status, errcode, request id, time. Never a secret." };

    public static readonly Option<int> ThrottleLimit = new Option<int>("--throttle-limit")
    {
        Description = "How many files are on their way at once.",
        DefaultValueFactory = static _ => Transfers.TransferQueue.DefaultThrottleLimit,
    }.Between(1, 256);

    /// <summary>Adds the options to a command.</summary>
    public static Command WithConnection(this Command command)
    {
        Option[] options = [Local, Profile, AppId, Environment, Endpoint, PlatformEnvironment, TokenMode, NoTokenCache, Timeout, Json, Debug];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        return command;
    }
}
