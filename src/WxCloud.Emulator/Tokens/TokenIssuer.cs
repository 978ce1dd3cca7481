using System;
using System.Threading;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Tokens;

/// <summary>
/// Issues tokens and checks them. The two endpoints are isolated: neither affects the other's token
/// (reference/wechat-auth.md, sections 2 and 3).
/// </summary>
internal sealed class TokenIssuer
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7200);
    public static readonly TimeSpan CloudRunLifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long a replaced token is still valid, and how long before its expiry a stable token is replaced.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan ForceInterval = TimeSpan.FromSeconds(30);
    public const int ForcesPerDay = 20;

    private readonly Lock _lock = new();
    private readonly EmulatorClock _clock;
    private readonly TokenStateFile? _file;
    private readonly CallQuota _stableCalls;
    private readonly CallQuota _forces;
    private TokenState _state;
    private DateTimeOffset? _lastForce;

    /// <param name="clock">The clock of all lifetimes.</param>
    /// <param name="file">The file in which tokens survive a restart; null for none.</param>
    public TokenIssuer(EmulatorClock clock, TokenStateFile? file)
    {
        _clock = clock;
        _file = file;
        _stableCalls = new CallQuota(clock, perMinute: 10_000, perDay: 500_000);
        _forces = new CallQuota(clock, perDay: ForcesPerDay);
        _state = file?.Load() ?? TokenState.None;
    }

    /// <summary>A new ordinary token; the one before it is valid for five more minutes.</summary>
    public TokenGrant IssueOrdinary()
    {
        lock (_lock)
        {
            var now = _clock.UtcNow;
            var next = Replace(_state.Ordinary, TokenKind.Ordinary, Overlap, now);
            Save(_state with { Ordinary = next });
            return TokenGrant.Of(next.Current!, now);
        }
    }

    /// <summary>The stable token: the current one, or a new one near its expiry or when forced.</summary>
    /// <exception cref="ApiException">The quota of calls, or of forced refreshes, is exhausted.</exception>
    public TokenGrant IssueStable(bool force)
    {
        lock (_lock)
        {
            _stableCalls.Count();
            var now = _clock.UtcNow;
            var current = _state.Stable.Current;
            var isUsable = current is not null && current.UsableUntil > now;
            if (force && isUsable && _lastForce is { } last && now - last < ForceInterval && now >= last)
            {
                return TokenGrant.Of(current!, now);
            }

            if (!force && isUsable && current!.UsableUntil - now > Overlap)
            {
                return TokenGrant.Of(current, now);
            }

            if (force)
            {
                _forces.Count();
                _lastForce = now;
            }

            var next = Replace(_state.Stable, TokenKind.Stable, force ? TimeSpan.Zero : Overlap, now);
            Save(_state with { Stable = next });
            return TokenGrant.Of(next.Current!, now);
        }
    }

    /// <summary>A token as in the file of a cloud container.</summary>
    public TokenGrant IssueCloudRun()
    {
        lock (_lock)
        {
            return new TokenGrant(new TokenText(TokenKind.CloudRun, _state.Generation, _clock.UtcNow).Write(), (long)CloudRunLifetime.TotalSeconds);
        }
    }

    /// <exception cref="ApiException">The token is unknown, has expired, was replaced or is of the wrong kind.</exception>
    public void ThrowIfUnusable(string text, bool asCloudRun)
    {
        if (!asCloudRun && IsCurrent(text))
        {
            return;
        }

        if (!TokenText.TryRead(text, out TokenText token))
        {
            throw ApiErrors.TokenUnknown();
        }

        if (token.Kind == TokenKind.CloudRun != asCloudRun)
        {
            throw ApiErrors.TokenNotLatest();
        }

        lock (_lock)
        {
            var now = _clock.UtcNow;
            var lifetime = asCloudRun ? CloudRunLifetime : Lifetime;
            if (token.Generation < _state.Generation || now - token.IssuedAt >= lifetime)
            {
                throw ApiErrors.TokenExpired();
            }

            if (!asCloudRun && !IsUsable(token.Kind == TokenKind.Stable ? _state.Stable : _state.Ordinary, text, now))
            {
                throw ApiErrors.TokenNotLatest();
            }
        }
    }

    /// <summary>Makes every token expire now.</summary>
    public void ExpireAll()
    {
        lock (_lock)
        {
            Save(new TokenState(_state.Generation + 1, TokenPair.None, TokenPair.None));
        }
    }

    /// <summary>Removes tokens and quotas.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _lastForce = null;
            _stableCalls.Reset();
            _forces.Reset();
            Save(TokenState.None with { Generation = _state.Generation });
        }
    }

    /// <summary>True for the tokens that clients have; only of the others the reason of their refusal has to be read from their text.</summary>
    private bool IsCurrent(string text)
    {
        lock (_lock)
        {
            var now = _clock.UtcNow;
            return IsUsable(_state.Stable, text, now) || IsUsable(_state.Ordinary, text, now);
        }
    }

    private static bool IsUsable(TokenPair pair, string text, DateTimeOffset now)
    {
        return (pair.Current?.Text == text && now < pair.Current.UsableUntil)
            || (pair.Previous?.Text == text && now < pair.Previous.UsableUntil);
    }

    private TokenPair Replace(TokenPair pair, TokenKind kind, TimeSpan overlap, DateTimeOffset now)
    {
        var current = new IssuedToken(new TokenText(kind, _state.Generation, now).Write(), now + Lifetime);
        var previous = pair.Current is { } replaced && overlap > TimeSpan.Zero
            ? replaced with { UsableUntil = replaced.UsableUntil < now + overlap ? replaced.UsableUntil : now + overlap }
            : null;
        return new TokenPair(current, previous);
    }

    private void Save(TokenState state)
    {
        _state = state;
        _file?.Save(state);
    }
}
