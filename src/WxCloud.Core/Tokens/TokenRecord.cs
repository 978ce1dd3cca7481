using System;
using WxCloud.Secrets;

namespace WxCloud.Tokens;

/// <summary>What is known of the token of one endpoint, AppID and mode; in memory, and in the file that all processes share.</summary>
/// <param name="Value">The token; <see langword="null"/> when only the allowance is known.</param>
/// <param name="ObtainedOn">When it was requested.</param>
/// <param name="ExpiresOn">When it expires.</param>
/// <param name="Allowance">How often a new one was forced.</param>
internal sealed record TokenRecord(Secret? Value, DateTimeOffset ObtainedOn, DateTimeOffset ExpiresOn, RefreshAllowance Allowance)
{
    /// <summary>
    /// In its last five minutes a stable token has a successor, and both work (the page of getStableAccessToken,
    /// developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken). One minute less, so that the service's
    /// clock need not be ours.
    /// </summary>
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(4);

    /// <summary>When the clock was set back by more than this, the times of the record mean nothing.</summary>
    private static readonly TimeSpan s_clockSlack = TimeSpan.FromSeconds(30);

    /// <summary>Whether the token should be accepted for some minutes to come, by this computer's clock.</summary>
    public bool IsFresh(DateTimeOffset now)
    {
        var lifetime = ExpiresOn - ObtainedOn;
        var margin = lifetime < s_renewBefore + s_renewBefore ? TimeSpan.FromTicks(lifetime.Ticks / 2) : s_renewBefore;
        return Value is not null
            && lifetime <= TokenEndpoint.MaxLifetime
            && ObtainedOn - s_clockSlack <= now
            && ExpiresOn - now > margin;
    }
}
