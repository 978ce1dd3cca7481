using System;
using System.Buffers;
using System.Linq;
using System.Threading;
using WxCloud.Cos;
using WxCloud.Local;

namespace WxCloud.Transfers.Resume;

/// <summary>Keeps the resume record of a partial file, and uses one only as far as its checksums match the bytes.</summary>
internal sealed class ResumeStore(string fileId, PartialFile partial, TimeProvider timeProvider)
{
    /// <summary>A record is written after this many bytes; fewer are fetched again.</summary>
    public const long RecordEveryBytes = 1024 * 1024;

    private const int BufferBytes = 256 * 1024;

    /// <summary>A fast transfer receives much more in this time, and receives it again as fast.</summary>
    private static readonly TimeSpan s_recordEvery = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private long _recorded;
    private long _recordedAt;

    /// <summary>What an earlier download left; <see langword="null"/> when there is nothing, or it is damaged.</summary>
    public ResumeRecord? Restore()
    {
        var record = ResumeRecord.TryParse(partial.ReadRecord(), fileId);
        return record?.Segments.All(IsIntact) == true ? record : null;
    }

    /// <summary>Writes a record when a good deal has come since the last.</summary>
    public void SaveIfDue(ObjectIdentity identity, SegmentMap segments)
    {
        if (Math.Abs(segments.Done - Interlocked.Read(ref _recorded)) >= RecordEveryBytes
            && timeProvider.GetElapsedTime(Interlocked.Read(ref _recordedAt)) >= s_recordEvery)
        {
            Save(identity, segments);
        }
    }

    public void Save(ObjectIdentity identity, SegmentMap segments)
    {
        lock (_gate)
        {
            var states = segments.Snapshot();
            Interlocked.Exchange(ref _recorded, states.Sum(static state => state.Position - state.Start));
            Interlocked.Exchange(ref _recordedAt, timeProvider.GetTimestamp());
            partial.WriteRecord(new ResumeRecord(ResumeRecord.PresentVersion, fileId, identity, states).Format());
        }
    }

    /// <summary>Reads a segment of the partial file again.</summary>
    /// <returns>Whether all of it is there.</returns>
    public bool Replay(long start, long end, Action<byte[], int> take)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var position = start; position < end;)
            {
                var read = partial.ReadAt(position, buffer, (int)Math.Min(BufferBytes, end - position));
                if (read == 0)
                {
                    return false;
                }

                take(buffer, read);
                position += read;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsIntact(SegmentState segment)
    {
        var crc64 = new Crc64();
        return Replay(segment.Start, segment.Position, (buffer, count) => crc64.Append(buffer.AsSpan(0, count))) && crc64.Value == segment.Checksum;
    }
}
