using System;
using WxCloud.Api;
using WxCloud.Connections;

namespace WxCloud.Tokens;

/// <summary>Chooses the token source of a connection.</summary>
internal static class TokenSources
{
    public static ITokenSource Create(ConnectionSettings settings, ApiEndpoint endpoint, RetryPolicy retry, EngineLog log, TimeProvider timeProvider) =>
        settings.Credential switch
        {
            WxCredentialKind.AccessToken => new GivenTokenSource(settings.AccessToken!),
            WxCredentialKind.CloudRunToken => new ContainerTokenSource(settings.TokenPath),
            WxCredentialKind.OpenApiService => new NoTokenSource(),
            _ => new ExchangedTokenSource(new TokenEndpoint(settings, endpoint, retry, timeProvider), SharedFile(settings, log), timeProvider),
        };

    private static TokenFile? SharedFile(ConnectionSettings settings, EngineLog log) =>
        settings.NoTokenCache || !OwnerOnlyFolder.IsSupported || UserData.Tokens(settings.DataFolder) is not { } folder ? null : new(folder, settings, log);
}
