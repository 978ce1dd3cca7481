using System;
using WxCloud.Cos;

namespace WxCloud.Transfers.Resume;

/// <summary>A segment of a file that one stream fetches, from its start to where another segment begins.</summary>
internal sealed class Segment(long start, long end)
{
    private readonly object _gate = new();
    private Crc64 _crc64 = new();
    private long _end = end;

    public long Start { get; } = start;

    /// <summary>Where the next byte goes; everything from the start to here is on the disk.</summary>
    public long Position { get; private set; } = start;

    /// <summary>The end, not included; <see cref="long.MaxValue"/> when it is not known.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    public bool IsComplete => Position >= End;

    /// <summary>Bytes that are there.</summary>
    public long Done => Position - Start;

    /// <summary>How many of the bytes that were read belong here: the end may have moved closer meanwhile.</summary>
    public int Accept(int read)
    {
        lock (_gate)
        {
            return (int)Math.Min(read, _end - Position);
        }
    }

    /// <summary>Counts bytes that were written.</summary>
    public void Advance(byte[] buffer, int count)
    {
        lock (_gate)
        {
            _crc64.Append(buffer.AsSpan(0, count));
            Position += count;
        }
    }

    /// <summary>Marks the end of the object, whose length is known only now.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _end = Position;
        }
    }

    /// <summary>Gives the later half of what is left to a new segment.</summary>
    public Segment Split()
    {
        lock (_gate)
        {
            // What is being read at the moment stays here.
            var middle = Position + ((_end - Position) / 2);
            var later = new Segment(middle, _end);
            _end = middle;
            return later;
        }
    }

    /// <summary>The state at one moment, for the resume record.</summary>
    public SegmentState Snapshot()
    {
        lock (_gate)
        {
            return new(Start, Position, _end, _crc64.Value);
        }
    }

    /// <summary>The segment as a record has it, whose bytes were read and checked again.</summary>
    public static Segment Restore(SegmentState state) =>
        new(state.Start, state.End) { Position = state.Position, _crc64 = Crc64.Resume(state.Checksum) };
}

/// <summary>How far a segment had come.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Position">Its next byte.</param>
/// <param name="End">Its end, not included.</param>
/// <param name="Checksum">The CRC-64/XZ of the bytes from start to position.</param>
internal sealed record SegmentState(long Start, long Position, long End, ulong Checksum);
