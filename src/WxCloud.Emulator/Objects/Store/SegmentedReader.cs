using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// Reads the blobs of a multipart object as one. One blob is open at a time, whatever the number of parts; the references that it was given prevent
/// the deletion of the others, and are released with it.
/// </summary>
internal sealed class SegmentedReader : IBlobReader
{
    private readonly BlobPool _pool;
    private readonly IReadOnlyList<BlobSegment> _segments;
    private readonly long[] _ends;
    private IBlobReader? _current;
    private int _currentIndex = -1;

    public SegmentedReader(BlobPool pool, IReadOnlyList<BlobSegment> segments)
    {
        _pool = pool;
        _segments = segments;
        _ends = new long[segments.Count];
        var end = 0L;
        for (var i = 0; i < _ends.Length; i++)
        {
            _ends[i] = end += segments[i].Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var index = Array.BinarySearch(_ends, offset);
        index = index < 0 ? ~index : index + 1;
        if (index >= _ends.Length)
        {
            return 0;
        }

        if (index != _currentIndex)
        {
            _current?.Dispose();
            _current = _pool.Open(_segments[index].BlobId);
            _currentIndex = index;
        }

        return _current!.Read(offset - (_ends[index] - _segments[index].Length), buffer);
    }

    public void Dispose()
    {
        _current?.Dispose();
        _pool.Release(_segments);
    }
}
