using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Http;

/// <summary>Counts requests by route, and how many were in flight at once, since the last reset.</summary>
internal sealed class RequestCounters
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _routes = new(StringComparer.Ordinal);
    private int _inFlight;
    private int _maxInFlight;

    public InFlight Begin(string route)
    {
        lock (_lock)
        {
            _routes[route] = _routes.GetValueOrDefault(route) + 1;
            _maxInFlight = Math.Max(_maxInFlight, ++_inFlight);
        }

        return new InFlight(End);
    }

    /// <summary>Resets the counts; requests in flight still count as such.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _routes.Clear();
            _maxInFlight = _inFlight;
        }
    }

    public RequestCounts Read()
    {
        lock (_lock)
        {
            var total = 0L;
            foreach (var count in _routes.Values)
            {
                total += count;
            }

            return new RequestCounts(new SortedDictionary<string, long>(_routes, StringComparer.Ordinal), total, _maxInFlight);
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _inFlight--;
        }
    }
}

/// <summary>The answer of <c>GET /_emulator/requests</c>.</summary>
internal sealed record RequestCounts(SortedDictionary<string, long> Routes, long Total, int MaxInFlight);

/// <summary>
/// A request that counts as in flight. It ends before the last bytes of its reply are sent: a client that has its answer and sends its next request
/// must not count as two in flight.
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
