using System;
using System.Net;

namespace WxCloud.Emulator.Api;

/// <summary>Every refusal of the JSON API, by the name of its reason; the request id is added on the way out.</summary>
internal static class ApiErrors
{
    public static ApiException SystemError() => new(-1, "system error");

    public static ApiException WrongAppSecret() => new(40125, "invalid appsecret");

    public static ApiException LoginCodeMissing() => new(41008, "missing code");

    public static ApiException LoginCodeInvalid() => new(40029, "invalid code");

    public static ApiException LoginCodeUsed() => new(40163, "code been used");

    public static ApiException WrongGrantType() => new(40002, "invalid grant_type");

    public static ApiException WrongAppId() => new(40013, "invalid appid");

    public static ApiException AppIdMissing() => new(41002, "appid missing");

    public static ApiException AppSecretMissing() => new(41004, "appsecret missing");

    public static ApiException ComponentAppIdMissing() => new(41018, "component_appid missing");

    public static ApiException ComponentNotAuthorised() => new(61003, "component is not authorized by this account");

    public static ApiException TokenMissing() => new(41001, "access_token missing");

    public static ApiException TokenNotLatest() => new(40001, "invalid credential, access_token is invalid or not latest");

    public static ApiException TokenUnknown() => new(40014, "invalid access_token");

    public static ApiException TokenExpired() => new(42001, "access_token expired");

    public static ApiException UnknownUrl() => new(40066, "invalid url");

    public static ApiException GetRequired() => new(43001, "require GET method");

    public static ApiException PostRequired() => new(43002, "require POST method");

    public static ApiException BodyEmpty() => new(44002, "empty post data");

    public static ApiException BodyTooLarge() => new(45002, "content size out of limit");

    public static ApiException BodyNotJson() => new(47001, "data format error");

    public static ApiException MinuteQuota() => new(45011, "api minute-quota reach limit, must slower, retry next minute");

    public static ApiException DailyQuota() => new(45009, "reach max api daily quota limit");

    public static ApiException ParameterMissing(string name) => new(40101, $"missing parameter: {name}");

    public static ApiException ParameterOfWrongType(string name) => new(40097, $"invalid args: {name}");

    /// <summary>A value that the cloud side refuses, with its own error text.</summary>
    public static ApiException ParameterRefused(string detail) => new(-501007, $"invalid parameters, {detail}");

    public static ApiException EnvironmentUnknown() => ParameterRefused("[100003] env not exists");

    /// <summary>An error by its errcode alone, with the errmsg of the service where it is known.</summary>
    public static ApiException Of(int errcode, IPAddress? caller)
    {
        return errcode switch
        {
            -1 => SystemError(),
            40001 => TokenNotLatest(),
            40014 => TokenUnknown(),
            40125 => WrongAppSecret(),
            40164 => AddressNotWhitelisted(caller ?? IPAddress.Loopback),
            42001 => TokenExpired(),
            45009 => DailyQuota(),
            45011 => MinuteQuota(),
            -501007 => ParameterRefused("invalid path"),
            _ => new(errcode, "emulated error"),
        };
    }

    public static ApiException AddressNotWhitelisted(IPAddress address)
    {
        var text = address.MapToIPv4().ToString();
        return new(40164, $"invalid ip {text} ipv6 ::ffff:{text}, not in whitelist");
    }
}

/// <summary>A refusal of the JSON API: HTTP 200 with a non-zero <c>errcode</c>.</summary>
internal sealed class ApiException(int errcode, string errmsg) : Exception(errmsg)
{
    public int Errcode => errcode;
}
