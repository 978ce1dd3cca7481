using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using WxCloud.Connections;
using WxCloud.Local;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>
/// Connections that come from other processes (Start-Job, Invoke-Command, Import-CliXml) as objects without a secret. Each
/// such object represents one connection, whose secret is looked up when a command first uses it.
/// </summary>
internal static class DeserializedConnections
{
    private const string TypeName = "Deserialized.WxCloud.WxCloudConnection";

    private static readonly ConditionalWeakTable<PSObject, WxCloudConnection> s_standIns = new();
    private static readonly ConditionalWeakTable<WxCloudConnection, WxCloudConnection> s_found = new();

    /// <summary>A connection without its secret; <see langword="null"/> when the object is not a connection.</summary>
    /// <exception cref="PSInvalidCastException">A property has another type.</exception>
    public static WxCloudConnection? StandIn(PSObject connection) =>
        connection.TypeNames.Contains(TypeName) ? s_standIns.GetValue(connection, static made => WxCloudConnection.StandIn(Describe(made))) : null;

    /// <summary>The connection with its secret; the same one when it is not foreign.</summary>
    /// <exception cref="WxCloudException">The secret is neither in a profile nor in the environment, or the profile's script does not give it.</exception>
    public static WxCloudConnection Recover(WxCloudConnection connection, SecretScripts scripts) =>
        connection.IsStandIn
            ? s_found.GetValue(connection, _ => new(scripts.Complete(new SecretRecovery(FindProfiles(), Environment.GetEnvironmentVariable).Recover(connection.Settings))))
            : connection;

    private static SavedProfiles? FindProfiles() =>
        OwnerOnlyFolder.IsSupported && UserData.Profiles(folder: null) is { } folder ? new(folder) : null;

    private static ConnectionSettings Describe(PSObject connection)
    {
        return new()
        {
            Name = Read<string>(nameof(WxCloudConnection.Name)),
            ProfileName = Read<string>(nameof(WxCloudConnection.ProfileName)),
            Credential = Read<WxCredentialKind>(nameof(WxCloudConnection.Credential)),
            AppId = Read<string>(nameof(WxCloudConnection.AppId)),
            EnvironmentId = Read<string>(nameof(WxCloudConnection.EnvironmentId)),
            Endpoint = Read<Uri>(nameof(WxCloudConnection.Endpoint)) ?? ConnectionSettings.DefaultEndpoint,
            TokenMode = Read<WxTokenMode>(nameof(WxCloudConnection.TokenMode)),
            TokenPath = Read<string>(nameof(WxCloudConnection.TokenPath)) ?? ConnectionSettings.DefaultTokenPath,
            IsEmulator = Read<bool>(nameof(WxCloudConnection.IsEmulator)),
            IsPlatformEnvironment = Read<bool>(nameof(WxCloudConnection.IsPlatformEnvironment)),
            Timeout = ConnectionSettings.LimitTimeout(Read<int>(nameof(WxCloudConnection.TimeoutSec))),
        };

        T? Read<T>(string property) => connection.Properties[property]?.Value is { } value ? LanguagePrimitives.ConvertTo<T>(value) : default;
    }
}
