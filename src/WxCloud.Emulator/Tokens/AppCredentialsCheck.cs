using System.Collections.Generic;
using System.Linq;
using System.Net;
using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Tokens;

/// <summary>What both token endpoints check: the address, the grant, the AppID and its secret.</summary>
internal sealed class AppCredentialsCheck(IReadOnlyList<IPAddress>? ipWhitelist)
{
    /// <exception cref="ApiException">The caller is not allowed, or the credentials are wrong.</exception>
    public void ThrowIfInvalid(IPAddress? caller, string? grantType, string? appId, string? secret)
    {
        ThrowIfAbsent(appId, secret);
        if (grantType != "client_credential")
        {
            throw ApiErrors.WrongGrantType();
        }

        ThrowIfWrong(appId, secret);
        if (ipWhitelist is not null && caller is not null && !ipWhitelist.Any(allowed => allowed.MapToIPv6().Equals(caller.MapToIPv6())))
        {
            throw ApiErrors.AddressNotWhitelisted(caller);
        }
    }

    /// <exception cref="ApiException">The AppID or its secret is absent.</exception>
    public static void ThrowIfAbsent(string? appId, string? secret)
    {
        if (string.IsNullOrEmpty(appId))
        {
            throw ApiErrors.AppIdMissing();
        }

        if (string.IsNullOrEmpty(secret))
        {
            throw ApiErrors.AppSecretMissing();
        }
    }

    /// <exception cref="ApiException">The AppID is unknown, or the secret is wrong.</exception>
    public static void ThrowIfWrong(string? appId, string? secret)
    {
        if (appId != EmulatorCredentials.AppId)
        {
            throw ApiErrors.WrongAppId();
        }

        if (secret != EmulatorCredentials.AppSecret)
        {
            throw ApiErrors.WrongAppSecret();
        }
    }
}
