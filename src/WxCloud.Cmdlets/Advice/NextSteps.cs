using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Cmdlets.Emulation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Advice;

/// <summary>The next steps after the errors that a command or a web page can resolve. All other errors have none.</summary>
internal static class NextSteps
{
    private const string Console = "https://mp.weixin.qq.com";
    private const string CloudHelp = "https://developers.weixin.qq.com/miniprogram/dev/wxcloud/basis/quickstart.html";
    private const string KeyPage = "https://console.cloud.tencent.com/cam/capi";
    private const string Check = "Test-WxCloudConnection -Detailed";
    private const string KeysRefused = "Object.KeysRefused.";
    private const int MaxProfiles = 3;

    /// <summary>Whether there is a next step after an error.</summary>
    public static bool IsKnown(WxCloudException error) => ReasonOf(error) switch
    {
        "Connection.Missing" or "Token.IpNotAllowed" or "Api.CloudNotEnabled" or "Token.SecretWrong" or "Token.AppIdWrong"
            or "Token.Refused" or "Token.None" or "Token.RefreshLimit" or "Object.KeysMissing" => true,
        var reason => reason.StartsWith(KeysRefused, StringComparison.Ordinal),
    };

    /// <summary>The next step after an error; <see langword="null"/> when none is known.</summary>
    public static NextStep? Find(WxCloudException error)
    {
        var reason = ReasonOf(error);
        var connection = ErrorConnections.Find(error);
        return reason switch
        {
            "Connection.Missing" => Step(reason, [.. Connect()]),
            "Token.IpNotAllowed" => Step(reason, [Check], Console),
            "Api.CloudNotEnabled" => Step(reason, [Check], CloudHelp),
            "Token.SecretWrong" => Step(reason, [.. Again(ByCredential(connection), connection)], Console),
            "Token.AppIdWrong" => Step(reason, [.. Again("Connect-WxCloud (Get-Credential)", connection)], Console),
            "Token.Refused" or "Token.None" or "Token.RefreshLimit" => Renew(connection),
            "Object.KeysMissing" => Step(reason, [.. AgainWithKeys(connection)], KeyPage),
            _ => IsKnown(error) ? Step("Object.KeysRefused", [.. AgainWithKeys(connection)], KeyPage) : null,
        };
    }

    private static string ReasonOf(WxCloudException error) => error.ErrorId.Substring(WxCloudException.IdPrefix.Length);

    private static NextStep Step(string reason, IReadOnlyList<string> commands, string? place = null) => new(Texts.Format("NextStep." + reason), commands, place);

    /// <summary>The available ways to connect: a running emulator, the user's profiles, else an account or a new emulator.</summary>
    private static IEnumerable<string> Connect()
    {
        var isEmulatorRunning = EmulatorRegistry.OfUser.FindRunning().Count > 0;
        foreach (var profile in ProfileNames().Take(MaxProfiles))
        {
            yield return "Connect-WxCloud -ProfileName " + Quote(profile);
        }

        yield return "Connect-WxCloud (Get-Credential) -EnvironmentId (Read-Host EnvironmentId)";
        yield return isEmulatorRunning ? "Get-WxCloudEmulator | Connect-WxCloud -Emulator" : "Start-WxCloudEmulator | Connect-WxCloud -Emulator";
    }

    private static IEnumerable<string> ProfileNames()
    {
        try
        {
            return SavedProfiles.Open().Names();
        }
        catch (WxCloudException)
        {
            // The profiles cannot be read; the other ways are still shown.
            return [];
        }
    }

    /// <summary>A token that is managed elsewhere has to come from there; any other can be replaced at once.</summary>
    private static NextStep Renew(WxCloudConnection? connection) => connection?.Credential switch
    {
        WxCredentialKind.AccessToken => Step("Token.Given", [.. Again("Connect-WxCloud -AccessToken (Read-Host AccessToken -AsSecureString)", connection)]),
        WxCredentialKind.CloudRunToken or WxCredentialKind.OpenApiService => Step("Token.Container", [Check]),
        _ => Step("Token.Refused", ["Get-WxAccessToken -ForceRefresh"]),
    };

    private static string ByCredential(WxCloudConnection? connection) =>
        connection?.AppId is { } appId ? $"Connect-WxCloud -Credential {Quote(appId)}" : "Connect-WxCloud (Get-Credential)";

    /// <summary>Connects again with another secret, and saves the profile that the old one came from.</summary>
    private static IEnumerable<string> Again(string connect, WxCloudConnection? connection)
    {
        yield return connect + Place(connection);
        if (connection?.ProfileName is { } profile)
        {
            yield return $"Save-WxCloudConnection {Quote(profile)} -Force";
        }
    }

    private static IEnumerable<string> AgainWithKeys(WxCloudConnection? connection)
    {
        const string Keys = " -CosCredential (Get-Credential -Message 'SecretId, SecretKey')";
        if (connection?.ProfileName is { } profile)
        {
            yield return $"Connect-WxCloud -ProfileName {Quote(profile)}{Keys}";
            yield return $"Save-WxCloudConnection {Quote(profile)} -Force";
            yield break;
        }

        var connect = connection switch
        {
            { IsEmulator: true } => "Connect-WxCloud -Emulator",
            { Credential: WxCredentialKind.AccessToken } => "Connect-WxCloud -AccessToken (Read-Host AccessToken -AsSecureString)",
            { Credential: WxCredentialKind.CloudRunToken } => "Connect-WxCloud -CloudRunToken",
            { Credential: WxCredentialKind.OpenApiService } => "Connect-WxCloud -OpenApiService",
            _ => ByCredential(connection),
        };
        yield return connect + Place(connection) + Keys;
    }

    /// <summary>The environment, the name and the endpoint of a connection, as far as they were set.</summary>
    private static string Place(WxCloudConnection? connection)
    {
        if (connection is null)
        {
            return " -EnvironmentId (Read-Host EnvironmentId)";
        }

        var environment = connection.EnvironmentId is { } id ? $" -EnvironmentId {Quote(id)}" : string.Empty;
        var name = connection.Settings.Name is { } label ? $" -Name {Quote(label)}" : string.Empty;
        var endpoint = connection.Endpoint == ConnectionSettings.DefaultEndpoint || connection.Credential == WxCredentialKind.OpenApiService
            ? string.Empty
            : $" -Endpoint {Quote(connection.Endpoint.AbsoluteUri)}";
        return environment + name + endpoint;
    }

    private static string Quote(string text) =>
        text.All(static character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ':') ? text : "'" + text.Replace("'", "''") + "'";
}

/// <summary>What to do after an error.</summary>
/// <param name="Title">What it is about, in the language of the user.</param>
/// <param name="Commands">The commands to choose from, each ready to run.</param>
/// <param name="Place">The web page on which something has to be changed; <see langword="null"/> for none.</param>
internal sealed record NextStep(string Title, IReadOnlyList<string> Commands, string? Place);
