using System;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Hosting;

/// <summary>
/// A request that counts as being in flight. It ends before the last bytes of its reply leave: a client that has its answer and asks again must not
/// find itself in flight twice.
/// </summary>
internal sealed class InFlight(Action onEnd) : IDisposable
{
    private int _hasEnded;

    public static void End(HttpContext context) => context.Features.Get<InFlight>()?.Dispose();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            onEnd();
        }
    }
}
