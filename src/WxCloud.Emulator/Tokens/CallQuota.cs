using System.Runtime.InteropServices;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Tokens;

/// <summary>How often an endpoint may be called in a minute, in an hour and in a day of the service (China Standard Time). Not safe for use by several threads.</summary>
internal sealed class CallQuota(EmulatorClock clock, int perMinute = int.MaxValue, int perHour = int.MaxValue, int perDay = int.MaxValue)
{
    private const long ChinaStandardTime = 8 * 3600;

    private Window _minute;
    private Window _hour;
    private Window _day;

    /// <exception cref="ApiException">The quota is exhausted.</exception>
    public void Count()
    {
        var now = clock.UnixSeconds;
        _minute = _minute.Next(now / 60);
        _hour = _hour.Next(now / 3600);
        _day = _day.Next((now + ChinaStandardTime) / 86_400);
        if (_day.Count > perDay || _hour.Count > perHour)
        {
            throw ApiErrors.DailyQuota();
        }

        if (_minute.Count > perMinute)
        {
            throw ApiErrors.MinuteQuota();
        }
    }

    public void Reset()
    {
        _minute = default;
        _hour = default;
        _day = default;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Window(long Number, long Count)
    {
        public Window Next(long number) => new(number, number == Number ? Count + 1 : 1);
    }
}
