using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Login;

/// <summary>The codes that <c>wx.login</c> would give a Mini Program, each for one user, one use and five minutes.</summary>
internal sealed class LoginCodes(EmulatorClock clock)
{
    /// <summary>The lifetime of a code, in seconds.</summary>
    public const int Lifetime = 300;

    // 100 calls a minute for each user; no daily limit is documented.
    private const int CallsPerMinute = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LoginCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallQuota> _quotas = new(StringComparer.Ordinal);

    /// <summary>A new code.</summary>
    /// <param name="openId">The user.</param>
    /// <param name="unionId">The user's id across the owner's apps; null when there is none.</param>
    public string Issue(string openId, string? unionId)
    {
        var code = RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", 32);
        lock (_lock)
        {
            foreach (var lapsed in _codes.Where(pair => pair.Value.ExpiresAt < clock.UnixSeconds).Select(pair => pair.Key).ToArray())
            {
                _codes.Remove(lapsed);
            }

            _codes.Add(code, new LoginCode(openId, unionId, clock.UnixSeconds + Lifetime));
        }

        return code;
    }

    /// <summary>Uses a code.</summary>
    /// <exception cref="ApiException">The code is unknown, has expired or was used; or the user's quota is exhausted.</exception>
    public LoginCode Redeem(string text)
    {
        lock (_lock)
        {
            if (!_codes.TryGetValue(text, out var code) || code.ExpiresAt < clock.UnixSeconds)
            {
                throw ApiErrors.LoginCodeInvalid();
            }

            if (!_quotas.TryGetValue(code.OpenId, out var quota))
            {
                quota = new CallQuota(clock, CallsPerMinute, int.MaxValue);
                _quotas.Add(code.OpenId, quota);
            }

            quota.Count();
            if (code.IsUsed)
            {
                throw ApiErrors.LoginCodeUsed();
            }

            _codes[text] = code with { IsUsed = true };
            return code;
        }
    }

    /// <summary>Removes codes and quotas.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _codes.Clear();
            _quotas.Clear();
        }
    }
}

/// <summary>A code.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="UnionId">The user's id across the owner's apps; null when there is none.</param>
/// <param name="ExpiresAt">The last second in which it is valid, in Unix seconds.</param>
/// <param name="IsUsed">True once it has been used.</param>
internal sealed record LoginCode(string OpenId, string? UnionId, long ExpiresAt, bool IsUsed = false);
