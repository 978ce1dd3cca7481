using System.Collections.Generic;
using System.CommandLine;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Connection;

/// <summary>The options of every command that uses a connection. No secret is one of them: other users see command lines.</summary>
internal static class ConnectionOptions
{
    public static readonly Option<bool> Local = OptionRules.Flag("--local", Texts.Local);

    public static readonly Option<string?> Profile = OptionRules.Text("--profile", Texts.Profile);

    public static readonly Option<string?> AppId = OptionRules.Text("--app-id", Texts.AppId);

    public static readonly Option<string?> Environment = OptionRules.Text("--env", Texts.Environment);

    public static readonly Option<string?> Endpoint = OptionRules.Text("--endpoint", Texts.Endpoint);

    public static readonly Option<bool> PlatformEnvironment = OptionRules.Flag("--platform-environment", Texts.PlatformEnvironment);

    public static readonly Option<WxTokenMode> TokenMode = OptionRules.Choice<WxTokenMode>("--token-mode", Texts.TokenMode);

    public static readonly Option<bool> NoTokenCache = OptionRules.Flag("--no-token-cache", Texts.NoTokenCache);

    public static readonly Option<int> Timeout = new Option<int>("--timeout")
    {
        Description = Texts.Timeout,
        DefaultValueFactory = static _ => 60,
    }.Between(1, 86400);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Local, Profile, AppId, Environment, Endpoint, PlatformEnvironment, TokenMode, NoTokenCache, Timeout];
}
