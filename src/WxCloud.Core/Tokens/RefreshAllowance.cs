using System;
using WxCloud.Errors;

namespace WxCloud.Tokens;

/// <summary>
/// How often a new stable token was forced. The service allows it 20 times a day and ignores it within 30 seconds of the
/// last time (the page of getStableAccessToken, developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken).
/// </summary>
/// <param name="LastForcedOn">When it was done last; <see langword="null"/> for never.</param>
/// <param name="CountThatDay">How often on that day of the service.</param>
internal sealed record RefreshAllowance(DateTimeOffset? LastForcedOn, int CountThatDay)
{
    public const int PerDay = 20;
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>The service counts by days of China Standard Time.</summary>
    private static readonly TimeSpan s_chinaStandardTime = TimeSpan.FromHours(8);

    public static RefreshAllowance Unused { get; } = new(null, 0);

    /// <summary>The same after one more time.</summary>
    /// <exception cref="WxCloudException">The service would not do it now.</exception>
    public RefreshAllowance Use(DateTimeOffset now)
    {
        if (LastForcedOn is not { } last || last > now)
        {
            // A time in the future was written under another clock, so it is ignored.
            return new(now, 1);
        }

        var isSameDay = DayOf(last) == DayOf(now);
        var next = isSameDay && CountThatDay >= PerDay ? NextDay(now) : last + Interval;
        return next > now ? throw Error.RefreshLimit(last, next) : new(now, isSameDay ? CountThatDay + 1 : 1);
    }

    private static DateTime DayOf(DateTimeOffset time) => time.ToOffset(s_chinaStandardTime).Date;

    private static DateTimeOffset NextDay(DateTimeOffset time) => new(DayOf(time).AddDays(1), s_chinaStandardTime);
}
