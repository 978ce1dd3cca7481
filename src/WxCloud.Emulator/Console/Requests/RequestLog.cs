using System;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>
/// The last requests, for the console. Memory is bounded twice: by <see cref="Capacity"/> requests, and by <see cref="MaxBodyBytes"/> of bodies, of which
/// the oldest are dropped first. Requests are kept as bytes: as objects, of which each outlives several collections, they took the garbage collector a tenth of
/// the processor time of a small request.
/// </summary>
internal sealed class RequestLog
{
    public const int Capacity = 10_000;
    public const long MaxBodyBytes = 16 * 1024 * 1024;

    private const int MinCapacity = 256;

    private readonly Lock _lock = new();
    private readonly ByteQueue _heads = new();
    private readonly ByteQueue _bodies = new();
    private Entry[] _ring = new Entry[MinCapacity];
    private long _firstId = 1;
    private long _firstWithBodies = 1;
    private long _lastId;

    /// <summary>The id of the newest request; 0 when there was none.</summary>
    public long LastId => Interlocked.Read(ref _lastId);

    /// <summary>Adds a request.</summary>
    /// <param name="head">The request without bodies, as <see cref="LoggedRequestHead"/> writes it.</param>
    /// <param name="requestBody">The body of the request; null for none.</param>
    /// <param name="replyBody">The body of the reply; null for none.</param>
    public void Add(ReadOnlySpan<byte> head, byte[]? requestBody, byte[]? replyBody)
    {
        lock (_lock)
        {
            if (_lastId - _firstId + 1 == Capacity)
            {
                _firstId++;
                _heads.RemoveBefore(First.Head);
                _bodies.RemoveBefore(Math.Max(First.Bodies, _bodies.Start));
            }

            var entry = new Entry(_heads.Append(head), head.Length, _bodies.Append(requestBody), requestBody?.Length, replyBody?.Length);
            _bodies.Append(replyBody);
            Interlocked.Increment(ref _lastId);
            Place(_lastId) = entry;
            DropOldestBodies();
        }
    }

    /// <summary>The request with an id; null when it is no longer in the log, or never was.</summary>
    public LoggedRequest? Find(long id)
    {
        lock (_lock)
        {
            return id >= _firstId && id <= _lastId ? Read(id) : null;
        }
    }

    /// <summary>The requests after an id, oldest first; those no longer in the log are omitted.</summary>
    public IReadOnlyList<LoggedRequest> After(long id, int limit)
    {
        lock (_lock)
        {
            List<LoggedRequest> found = [];
            for (var next = Math.Max(id + 1, _firstId); next <= _lastId && found.Count < limit; next++)
            {
                found.Add(Read(next));
            }

            return found;
        }
    }

    /// <summary>Removes all requests; ids continue, so that readers of the stream miss nothing.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _firstId = _lastId + 1;
            _heads.RemoveBefore(_heads.End);
            _bodies.RemoveBefore(_bodies.End);
        }
    }

    private Entry First => Place(_firstId);

    private LoggedRequest Read(long id)
    {
        var entry = Place(id);
        var hasBodies = entry.Bodies >= _bodies.Start;
        return LoggedRequestHead.Read(
            id,
            _heads.Read(entry.Head, entry.HeadLength),
            hasBodies && entry.RequestBodyLength is { } requestLength ? _bodies.Read(entry.Bodies, requestLength) : null,
            hasBodies && entry.ReplyBodyLength is { } replyLength ? _bodies.Read(entry.Bodies + (entry.RequestBodyLength ?? 0), replyLength) : null);
    }

    private ref Entry Place(long id)
    {
        if (id - _firstId >= _ring.Length)
        {
            Grow();
        }

        return ref _ring[id % _ring.Length];
    }

    private void Grow()
    {
        var larger = new Entry[Math.Min(2 * _ring.Length, Capacity)];
        for (var id = _firstId; id < _firstId + _ring.Length; id++)
        {
            larger[id % larger.Length] = _ring[id % _ring.Length];
        }

        _ring = larger;
    }

    private void DropOldestBodies()
    {
        _firstWithBodies = Math.Max(_firstWithBodies, _firstId);
        while (_bodies.End - _bodies.Start > MaxBodyBytes)
        {
            _firstWithBodies++;
            _bodies.RemoveBefore(_firstWithBodies <= _lastId ? Place(_firstWithBodies).Bodies : _bodies.End);
        }
    }

    /// <summary>Where a request is kept, and its lengths in bytes; null for no body.</summary>
    private readonly record struct Entry(long Head, int HeadLength, long Bodies, int? RequestBodyLength, int? ReplyBodyLength);
}
