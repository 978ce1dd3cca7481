using System;
using System.Globalization;
using System.Threading;

namespace WxCloud.Emulator.Model;

/// <summary>The one clock of all lifetimes; control calls move it forward and back.</summary>
internal sealed class EmulatorClock(TimeProvider timeProvider)
{
    private long _offsetTicks;
    private DateText _date = new(0, string.Empty);

    /// <summary>Raised when the clock has been moved.</summary>
    public event EventHandler? Moved;

    public DateTimeOffset UtcNow => timeProvider.GetUtcNow() + Offset;

    /// <summary>How far it has been moved forward.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref _offsetTicks));

    /// <summary>The time in the format of the header <c>Date</c>, formatted once a second.</summary>
    public string HttpDate
    {
        get
        {
            var now = UtcNow;
            var seconds = now.ToUnixTimeSeconds();
            var date = Volatile.Read(ref _date);
            if (date.UnixSeconds != seconds)
            {
                date = new DateText(seconds, now.ToString("R", CultureInfo.InvariantCulture));
                Volatile.Write(ref _date, date);
            }

            return date.Text;
        }
    }

    public long UnixSeconds => UtcNow.ToUnixTimeSeconds();

    /// <exception cref="ArgumentOutOfRangeException">The clock would leave the range of HTTP dates.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, s_limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(by, -s_limit);
        Interlocked.Add(ref _offsetTicks, by.Ticks);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    public void Reset()
    {
        Interlocked.Exchange(ref _offsetTicks, 0);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    private static readonly TimeSpan s_limit = TimeSpan.FromDays(36_500);

    private sealed record DateText(long UnixSeconds, string Text);
}
