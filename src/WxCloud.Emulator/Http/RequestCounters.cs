using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Http;

/// <summary>Counts requests by route, and how many were in flight at once, since the last reset.</summary>
internal sealed class RequestCounters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _routes = new(StringComparer.Ordinal);
    private int _inFlight;
    private int _maxInFlight;

    /// <summary>Counts a request, which is in flight until <see cref="End"/>.</summary>
    public void Begin(string route)
    {
        lock (_lock)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_routes, route, out _)++;
            _maxInFlight = Math.Max(_maxInFlight, ++_inFlight);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _inFlight--;
        }
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
}

/// <summary>The answer of <c>GET /_emulator/requests</c>.</summary>
internal sealed record RequestCounts(SortedDictionary<string, long> Routes, long Total, int MaxInFlight);

/// <summary>
/// A request that counts as in flight. It ends before the last bytes of its reply are sent: a client that has its answer and sends its next request
/// must not count as two in flight.
/// </summary>
internal sealed class InFlight(RequestCounters counters)
{
    private int _isCounted;

    public static void End(HttpContext context) => RequestScope.Of(context)?.InFlight.End();

    public void Begin(string route)
    {
        counters.Begin(route);
        Volatile.Write(ref _isCounted, 1);
    }

    /// <summary>Ends it, unless it has ended.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isCounted, 0) != 0)
        {
            counters.End();
        }
    }
}
