using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>Keeps everything in memory; nothing survives a restart.</summary>
internal sealed class MemoryMedium : IBlobMedium
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Chunk>> _blobs = new(StringComparer.Ordinal);

    /// <summary>How many blobs are kept.</summary>
    public int Count => _blobs.Count;

    public IBlobWriter Create() => new Writer(this);

    public IBlobReader Open(string blobId)
    {
        return _blobs.TryGetValue(blobId, out IReadOnlyList<Chunk>? chunks) ? new Reader(chunks) : throw new FileNotFoundException("The blob was deleted.", blobId);
    }

    public void Delete(string blobId) => _blobs.TryRemove(blobId, out _);

    public IEnumerable<ObjectRecord> LoadRecords() => [];

    public void SaveRecord(ObjectRecord record, bool isNew)
    {
        // The store's own index is the record.
    }

    public void DeleteRecord(ObjectRecord record)
    {
        // As above.
    }

    public IEnumerable<MultipartUpload> LoadUploads() => [];

    public void SaveUpload(UploadRecord upload)
    {
        // As above.
    }

    public void SavePart(string uploadId, PartRecord part)
    {
        // As above.
    }

    public void DeleteUpload(string uploadId)
    {
        // As above.
    }

    public void DeleteAllBlobsBut(IReadOnlySet<string> used)
    {
        // There is nothing from an earlier process.
    }

    public void Dispose() => _blobs.Clear();

    private readonly record struct Chunk(long Start, byte[] Bytes)
    {
        public long End => Start + Bytes.Length;
    }

    private sealed class Writer(MemoryMedium medium) : IBlobWriter
    {
        private readonly List<Chunk> _chunks = [];

        public string BlobId { get; } = Guid.NewGuid().ToString("N");

        public void Write(ReadOnlySpan<byte> bytes) => _chunks.Add(new Chunk(_chunks.Count == 0 ? 0 : _chunks[^1].End, bytes.ToArray()));

        public void Complete() => medium._blobs[BlobId] = _chunks;

        public void Dispose()
        {
            // The garbage collector frees what is not read any more.
        }
    }

    private sealed class Reader(IReadOnlyList<Chunk> chunks) : IBlobReader
    {
        public bool IsInMemory => true;

        public int Read(long offset, Span<byte> buffer)
        {
            var index = FindChunk(offset);
            if (index == chunks.Count)
            {
                return 0;
            }

            ReadOnlySpan<byte> rest = chunks[index].Bytes.AsSpan((int)(offset - chunks[index].Start));
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            return count;
        }

        public void Dispose()
        {
            // The garbage collector frees the chunks after the last reader.
        }

        /// <summary>The chunk that contains an offset, by binary search; the number of chunks when none does.</summary>
        private int FindChunk(long offset)
        {
            var low = 0;
            var high = chunks.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (chunks[middle].End <= offset)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
