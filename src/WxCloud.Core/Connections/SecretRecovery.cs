using System;
using System.Linq;
using WxCloud.Errors;

namespace WxCloud.Connections;

/// <summary>
/// Finds the secret of a connection that came from another process without it, where this user keeps secrets: in the saved
/// profiles or in the environment variables.
/// </summary>
/// <remarks>
/// The description may come from anywhere, so it decides nothing about where a secret goes: a profile or the environment
/// variables are used only when AppID and endpoint are the same there.
/// </remarks>
/// <param name="profiles">The saved profiles; <see langword="null"/> when the user has no folder.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class SecretRecovery(SavedProfiles? profiles, Func<string, string?> variable)
{
    /// <summary>The settings of the connection with its secret; without one when a profile names a script for it.</summary>
    /// <exception cref="WxCloudException">No secret was found.</exception>
    public ConnectionSettings Recover(ConnectionSettings described)
    {
        var found = WithoutSecret(described)
            ?? FromProfile(described, described.ProfileName)
            ?? FromEnvironment(described)
            ?? FromAnyProfile(described)
            ?? throw Error.SecretNotFound(described.Name ?? described.AppId ?? described.Endpoint.Host);
        return EnvironmentVariables.AddKeys(found, variable) with
        {
            Name = described.Name,
            EnvironmentId = described.EnvironmentId,
            TokenMode = described.TokenMode,
            IsPlatformEnvironment = described.IsPlatformEnvironment,
            Timeout = described.Timeout,
        };
    }

    private static ConnectionSettings? WithoutSecret(ConnectionSettings described) => described switch
    {
        // The emulator's credentials are public, so its address may be any.
        { IsEmulator: true } => ConnectionSettings.ForEmulator(described.Endpoint),
        { Credential: WxCredentialKind.OpenApiService } => new() { Credential = described.Credential, Endpoint = ConnectionSettings.OpenApiServiceEndpoint },

        // Any other path could be a file whose content was never meant to be sent.
        { Credential: WxCredentialKind.CloudRunToken, TokenPath: ConnectionSettings.DefaultTokenPath } when described.Endpoint == ConnectionSettings.DefaultEndpoint =>
            new() { Credential = described.Credential, Endpoint = described.Endpoint },
        _ => null,
    };

    private static bool IsSameAccount(ConnectionSettings found, ConnectionSettings described) =>
        found.AppId == described.AppId && found.Credential == described.Credential && found.Endpoint == described.Endpoint;

    private ConnectionSettings? FromProfile(ConnectionSettings described, string? name)
    {
        if (profiles is null || name is null || !profiles.Names().Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var settings = profiles.Load(name);
        return IsSameAccount(settings, described) ? settings : null;
    }

    /// <summary>Without an AppID, which a given token does not need, nothing shows that a profile is of the same Mini Program.</summary>
    private ConnectionSettings? FromAnyProfile(ConnectionSettings described) =>
        described.AppId is null
            ? null
            : profiles?.Names().Select(name => FromProfile(described, name)).FirstOrDefault(static settings => settings is not null);

    private ConnectionSettings? FromEnvironment(ConnectionSettings described) =>
        EnvironmentVariables.Read(variable) is { } settings && IsSameAccount(settings, described) && (settings.AppSecret ?? settings.AccessToken) is not null
            ? settings
            : null;
}
