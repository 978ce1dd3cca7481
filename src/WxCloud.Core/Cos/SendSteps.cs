using System;
using WxCloud.Http;

namespace WxCloud.Cos;

/// <summary>
/// How much of a body is handed to the network at once: little where that takes long, since nothing shows life until all
/// of it is taken, and much where it is fast. Growth waits for what was sent, because the first of it only fills buffers.
/// </summary>
internal sealed class SendSteps(SilenceWatch watch)
{
    private const int LeastBytes = 4 * 1024;
    private const int FirstBytes = 16 * 1024;
    private const int MostBytes = 1024 * 1024;

    /// <summary>A step is at most this part of what was sent.</summary>
    private const int Share = 8;

    private long _sent;

    /// <summary>The bytes of the next step.</summary>
    public int Next { get; private set; } = FirstBytes;

    /// <summary>Notes that a step was taken, which is a sign of life.</summary>
    public void Took(int bytes)
    {
        _sent += bytes;
        var silence = watch.Reset();
        if (silence.Ticks > watch.Limit.Ticks / 20)
        {
            Next = Math.Max(LeastBytes, Next / 2);
        }
        else if (silence.Ticks < watch.Limit.Ticks / 200)
        {
            Next = (int)Math.Min(Math.Min(2L * Next, MostBytes), Math.Max(FirstBytes, _sent / Share));
        }
    }
}
