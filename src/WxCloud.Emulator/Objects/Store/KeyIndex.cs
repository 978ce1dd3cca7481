using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The objects of one bucket in the order of their keys: a list of sorted chunks. Finding, setting and removing a key cost two binary searches and a
/// move within one chunk, so a listing can begin anywhere in a million keys at the cost of a look-up. Not safe for use by several threads.
/// </summary>
internal sealed class KeyIndex
{
    private const int ChunkCapacity = 512;

    private readonly List<Chunk> _chunks = [];

    public int Count { get; private set; }

    public ObjectRecord? Find(string key) => TryLocate(key, out var place) ? this[place] : null;

    /// <summary>Adds a record, or replaces that of its key.</summary>
    /// <returns>The record of the same key that it replaced; null when there was none.</returns>
    public ObjectRecord? Set(ObjectRecord record)
    {
        if (TryLocate(record.Key, out var place))
        {
            var replaced = this[place];
            _chunks[place.Chunk].Records[place.Index] = record;
            return replaced;
        }

        Insert(place, record);
        Count++;
        return null;
    }

    /// <returns>The record that was removed; null when there was none.</returns>
    public ObjectRecord? Remove(string key)
    {
        if (!TryLocate(key, out var place))
        {
            return null;
        }

        var removed = this[place];
        var chunk = _chunks[place.Chunk];
        chunk.RemoveAt(place.Index);
        if (chunk.Count == 0)
        {
            _chunks.RemoveAt(place.Chunk);
        }

        Count--;
        return removed;
    }

    /// <summary>
    /// The first record for which a condition is false.
    /// </summary>
    /// <param name="isBefore">True for every key up to some position in the order, and for none after it.</param>
    /// <returns>The record, and a cursor for those after it; null at the end.</returns>
    public Cursor? Seek(Func<string, bool> isBefore)
    {
        var chunk = BinarySearch(_chunks.Count, i => isBefore(_chunks[i].Last.Key));
        if (chunk == _chunks.Count)
        {
            return null;
        }

        var records = _chunks[chunk].Records;
        return new Cursor(this, new Place(chunk, BinarySearch(_chunks[chunk].Count, i => isBefore(records[i].Key))));
    }

    public IEnumerable<ObjectRecord> All()
    {
        for (var cursor = Seek(_ => false); cursor is { } at; cursor = at.Next())
        {
            yield return at.Record;
        }
    }

    private ObjectRecord this[Place place] => _chunks[place.Chunk].Records[place.Index];

    private static int BinarySearch(int count, Func<int, bool> isBefore)
    {
        var low = 0;
        while (low < count)
        {
            var middle = low + ((count - low) / 2);
            if (isBefore(middle))
            {
                low = middle + 1;
            }
            else
            {
                count = middle;
            }
        }

        return low;
    }

    /// <summary>Finds a key, or the position at which it would be inserted.</summary>
    private bool TryLocate(string key, out Place place)
    {
        var chunk = BinarySearch(_chunks.Count, i => KeyOrder.Compare(_chunks[i].Last.Key, key) < 0);
        if (chunk == _chunks.Count)
        {
            place = new Place(chunk - 1, chunk == 0 ? 0 : _chunks[^1].Count);
            return false;
        }

        var records = _chunks[chunk].Records;
        place = new Place(chunk, BinarySearch(_chunks[chunk].Count, i => KeyOrder.Compare(records[i].Key, key) < 0));
        return this[place].Key == key;
    }

    private void Insert(Place place, ObjectRecord record)
    {
        if (place.Chunk < 0)
        {
            _chunks.Add(new Chunk());
            place = new Place(0, 0);
        }

        var chunk = _chunks[place.Chunk];
        if (chunk.Count == ChunkCapacity)
        {
            // Keys added in order fill their chunks; others split a chunk into two halves.
            var isAppend = place.Chunk == _chunks.Count - 1 && place.Index == ChunkCapacity;
            var next = chunk.Split(isAppend ? ChunkCapacity : ChunkCapacity / 2);
            _chunks.Insert(place.Chunk + 1, next);
            if (place.Index > chunk.Count || isAppend)
            {
                place = new Place(place.Chunk + 1, place.Index - chunk.Count);
                chunk = next;
            }
        }

        chunk.Insert(place.Index, record);
    }

    internal readonly record struct Place(int Chunk, int Index);

    /// <summary>A position in the index; valid as long as the index does not change.</summary>
    internal readonly struct Cursor(KeyIndex index, Place place)
    {
        public ObjectRecord Record => index[place];

        public Cursor? Next()
        {
            if (place.Index + 1 < index._chunks[place.Chunk].Count)
            {
                return new Cursor(index, new Place(place.Chunk, place.Index + 1));
            }

            return place.Chunk + 1 < index._chunks.Count ? new Cursor(index, new Place(place.Chunk + 1, 0)) : null;
        }
    }

    private sealed class Chunk
    {
        public ObjectRecord[] Records { get; } = new ObjectRecord[ChunkCapacity];

        public int Count { get; private set; }

        public ObjectRecord Last => Records[Count - 1];

        public void Insert(int index, ObjectRecord record)
        {
            Array.Copy(Records, index, Records, index + 1, Count - index);
            Records[index] = record;
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            Array.Copy(Records, index + 1, Records, index, Count - index);
            Records[Count] = null!;
        }

        /// <summary>Moves the records from a position on into a new chunk.</summary>
        public Chunk Split(int index)
        {
            var next = new Chunk { Count = Count - index };
            Array.Copy(Records, index, next.Records, 0, next.Count);
            Array.Clear(Records, index, next.Count);
            Count = index;
            return next;
        }
    }
}
