using System;
using WxCloud.Http;

namespace WxCloud.Cos;

/// <summary>
/// Sizes the steps in which a body is written: small on a slow connection, where progress shows only when a whole step was
/// accepted, and large on a fast one. Steps grow with the bytes sent, because the first bytes only fill buffers.
/// </summary>
internal sealed class SendSteps(SilenceWatch watch)
{
    private const int MinBytes = 4 * 1024;
    private const int FirstBytes = 16 * 1024;
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The largest step, as a fraction of the bytes sent.</summary>
    private const int Share = 8;

    private long _sent;

    /// <summary>The bytes of the next step.</summary>
    public int Next { get; private set; } = FirstBytes;

    /// <summary>Counts a step that was accepted, which is a sign of life.</summary>
    public void Advance(int bytes)
    {
        _sent += bytes;
        var silence = watch.Reset();
        if (silence.Ticks > watch.Limit.Ticks / 20)
        {
            Next = Math.Max(MinBytes, Next / 2);
        }
        else if (silence.Ticks < watch.Limit.Ticks / 200)
        {
            Next = (int)Math.Min(Math.Min(2L * Next, MaxBytes), Math.Max(FirstBytes, _sent / Share));
        }
    }
}
