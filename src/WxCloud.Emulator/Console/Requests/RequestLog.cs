using System;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>
/// The last requests, for the console. Memory is bounded twice: by <see cref="Capacity"/> requests, and by <see cref="MaxBodyBytes"/> of bodies, of which
/// the oldest are dropped first.
/// </summary>
internal sealed class RequestLog
{
    public const int Capacity = 10_000;
    public const long MaxBodyBytes = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LoggedRequest?[] _ring = new LoggedRequest?[Capacity];
    private long _lastId;
    private long _firstWithBodies = 1;
    private long _bodyBytes;

    /// <summary>The id of the newest request; 0 when there was none.</summary>
    public long LastId => Interlocked.Read(ref _lastId);

    public void Add(LoggedRequest request)
    {
        lock (_lock)
        {
            request.Id = _lastId + 1;
            ref var place = ref _ring[request.Id % Capacity];
            if (place is { } overwritten)
            {
                _bodyBytes -= overwritten.BodyBytes;
            }

            place = request;
            _bodyBytes += request.BodyBytes;
            Interlocked.Exchange(ref _lastId, request.Id);
            DropOldestBodies();
        }
    }

    /// <summary>The request with an id; null when it is no longer in the log, or never was.</summary>
    public LoggedRequest? Find(long id)
    {
        lock (_lock)
        {
            return id > 0 && _ring[id % Capacity] is { } request && request.Id == id ? request : null;
        }
    }

    /// <summary>The requests after an id, oldest first; those no longer in the log are omitted.</summary>
    public IReadOnlyList<LoggedRequest> After(long id, int limit)
    {
        lock (_lock)
        {
            List<LoggedRequest> found = [];
            for (var next = Math.Max(id + 1, _lastId - Capacity + 1); next <= _lastId && found.Count < limit; next++)
            {
                if (next > 0 && _ring[next % Capacity] is { } request)
                {
                    found.Add(request);
                }
            }

            return found;
        }
    }

    /// <summary>Removes all requests; ids continue, so that readers of the stream miss nothing.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_ring);
            _bodyBytes = 0;
        }
    }

    private void DropOldestBodies()
    {
        _firstWithBodies = Math.Max(_firstWithBodies, _lastId - Capacity + 1);
        for (; _bodyBytes > MaxBodyBytes && _firstWithBodies <= _lastId; _firstWithBodies++)
        {
            if (_ring[_firstWithBodies % Capacity] is { } oldest)
            {
                _bodyBytes -= oldest.BodyBytes;
                oldest.DropBodies();
            }
        }
    }
}
