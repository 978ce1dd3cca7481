using System;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Hosting;

/// <summary>Counts requests by route, and how many were in flight at once, since the last reset.</summary>
internal sealed class RequestLedger
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

    /// <summary>Starts the counts anew; what is in flight stays in flight.</summary>
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
            long total = 0;
            foreach (long count in _routes.Values)
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
