using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Transfers.Resume;

/// <summary>The segments of one file, side by side from its first byte to its last.</summary>
internal sealed class SegmentMap
{
    private readonly object _gate = new();
    private readonly List<Segment> _segments = [];

    /// <summary>Whether every byte is there; an object of which nothing is known yet is not complete.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count > 0 && _segments.All(static segment => segment.IsComplete);
            }
        }
    }

    /// <summary>Bytes that are there.</summary>
    public long Done
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(static segment => segment.Done);
            }
        }
    }

    /// <summary>The first segment that is not there yet; <see langword="null"/> when all are.</summary>
    public Segment? NextIncomplete()
    {
        lock (_gate)
        {
            return _segments.FirstOrDefault(static segment => !segment.IsComplete);
        }
    }

    /// <summary>Holds these segments and no others.</summary>
    public void Replace(params IEnumerable<Segment> segments)
    {
        lock (_gate)
        {
            _segments.Clear();
            _segments.AddRange(segments);
        }
    }

    /// <summary>Gives the later half of what is left of a segment to a new one.</summary>
    public Segment Split(Segment segment)
    {
        lock (_gate)
        {
            var later = segment.Split();
            _segments.Insert(_segments.IndexOf(segment) + 1, later);
            return later;
        }
    }

    /// <summary>How far each had come at one moment.</summary>
    public IReadOnlyList<SegmentState> Snapshot()
    {
        lock (_gate)
        {
            return [.. _segments.Select(static segment => segment.Snapshot())];
        }
    }
}
