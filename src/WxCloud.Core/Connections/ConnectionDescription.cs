using System;
using System.Linq;
using WxCloud.Errors;

namespace WxCloud.Connections;

/// <summary>
/// What is left of a connection that came from another process: everything but the secret. <see cref="Recover"/> finds
/// the secret again where this user keeps it.
/// </summary>
/// <remarks>
/// The description may come from anywhere, so it decides nothing about where a secret goes: a profile or the environment
/// variables are taken only when AppID and endpoint are the same there.
/// </remarks>
internal sealed record ConnectionDescription
{
    public string? Name { get; init; }

    public string? ProfileName { get; init; }

    public WxCredentialKind Credential { get; init; }

    public string? AppId { get; init; }

    public string? EnvironmentId { get; init; }

    public required Uri Endpoint { get; init; }

    public WxTokenMode TokenMode { get; init; }

    public string? TokenPath { get; init; }

    public bool IsEmulator { get; init; }

    public bool IsPlatformEnvironment { get; init; }

    public int TimeoutSec { get; init; } = 60;

    /// <summary>The settings of the connection with its secret. It lacks one when the profile names a script for it.</summary>
    /// <param name="profiles">Where to look first; <see langword="null"/> when the user has no folder.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="WxCloudException">The secret is nowhere.</exception>
    public ConnectionSettings Recover(SavedProfiles? profiles, Func<string, string?> variable)
    {
        var found = WithoutSecret()
            ?? FromProfile(profiles, ProfileName)
            ?? FromEnvironment(variable)
            ?? FromAnyProfile(profiles)
            ?? throw Error.SecretNotFound(Name ?? AppId ?? Endpoint.Host);
        return found with
        {
            Name = Name,
            EnvironmentId = EnvironmentId,
            TokenMode = TokenMode,
            IsPlatformEnvironment = IsPlatformEnvironment,
            Timeout = Timeout,
        };
    }

    /// <summary>The same without a secret, to be looked at.</summary>
    public ConnectionSettings ToSettings() => new()
    {
        Name = Name,
        ProfileName = ProfileName,
        Credential = Credential,
        AppId = AppId,
        EnvironmentId = EnvironmentId,
        Endpoint = Endpoint,
        TokenMode = TokenMode,
        TokenPath = TokenPath ?? ConnectionSettings.DefaultTokenPath,
        IsEmulator = IsEmulator,
        IsPlatformEnvironment = IsPlatformEnvironment,
        Timeout = Timeout,
    };

    private TimeSpan Timeout => TimeSpan.FromSeconds(Math.Min(Math.Max(1, TimeoutSec), 86400));

    private ConnectionSettings? WithoutSecret() => this switch
    {
        // Its credentials are no secret, and its address may be any: what is sent there is known to all.
        { IsEmulator: true } => ConnectionSettings.ForEmulator(Endpoint),
        { Credential: WxCredentialKind.OpenApiService } => new() { Credential = Credential, Endpoint = ConnectionSettings.OpenApiServiceEndpoint },
        // Any other path could be a file whose content nobody meant to send.
        { Credential: WxCredentialKind.CloudRunToken, TokenPath: null or ConnectionSettings.DefaultTokenPath } when Endpoint == ConnectionSettings.DefaultEndpoint =>
            new() { Credential = Credential, Endpoint = Endpoint },
        _ => null,
    };

    private ConnectionSettings? FromProfile(SavedProfiles? profiles, string? name)
    {
        if (profiles is null || name is null || !profiles.Names().Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var settings = profiles.Load(name).ToSettings();
        return IsOf(settings) ? settings : null;
    }

    /// <summary>Without an AppID, which a given token does not need, nothing says that a profile is of the same Mini Program.</summary>
    private ConnectionSettings? FromAnyProfile(SavedProfiles? profiles) =>
        AppId is null ? null : profiles?.Names().Select(name => FromProfile(profiles, name)).FirstOrDefault(static settings => settings is not null);

    private ConnectionSettings? FromEnvironment(Func<string, string?> variable) =>
        EnvironmentVariables.Read(variable) is { } settings && IsOf(settings) && (settings.AppSecret ?? settings.AccessToken) is not null ? settings : null;

    private bool IsOf(ConnectionSettings settings) =>
        settings.AppId == AppId && settings.Credential == Credential && settings.Endpoint == Endpoint;
}
