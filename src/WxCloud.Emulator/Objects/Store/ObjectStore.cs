using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The objects of all buckets: an ordered index in memory over a medium that keeps the bytes. An object is replaced or deleted atomically; a reader that is
/// open then reads the old one to its end.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IBlobMedium _medium;
    private readonly BlobPool _pool;
    private readonly Dictionary<string, KeyIndex> _buckets = new(StringComparer.Ordinal);

    public ObjectStore(IBlobMedium medium)
    {
        _medium = medium;
        _pool = new BlobPool(medium);
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (var record in medium.LoadRecords())
        {
            IndexOf(record.Bucket).Set(record);
            CountReferences(record.Segments().Select(segment => segment.BlobId), used);
        }

        MultipartUpload[] uploads = [.. medium.LoadUploads()];
        CountReferences(uploads.SelectMany(upload => upload.Parts).Select(part => part.BlobId), used);
        Uploads = new UploadStore(medium, _pool, this, uploads);
        medium.DeleteAllBlobsBut(used);
    }

    /// <summary>The multipart uploads that will become objects.</summary>
    public UploadStore Uploads { get; }

    public ObjectRecord? Find(string bucket, string key)
    {
        lock (_lock)
        {
            return _buckets.GetValueOrDefault(bucket)?.Find(key);
        }
    }

    /// <summary>Opens the current object; null when there is none.</summary>
    public (ObjectRecord Record, IBlobReader Content)? Open(string bucket, string key)
    {
        while (true)
        {
            ObjectRecord record;
            lock (_lock)
            {
                if (_buckets.GetValueOrDefault(bucket)?.Find(key) is not { } found)
                {
                    return null;
                }

                record = found;
                if (record.Parts is not null)
                {
                    _pool.AddReferences(record.Parts);
                    return (record, new SegmentedReader(_pool, record.Parts));
                }
            }

            try
            {
                return (record, _pool.Open(record.BlobId));
            }
            catch (FileNotFoundException) when (Find(bucket, key)?.BlobId != record.BlobId)
            {
                // Replaced or deleted between the look-up and the opening: look again.
            }
        }
    }

    /// <summary>A page of a listing.</summary>
    public ObjectPage List(string bucket, ObjectQuery query)
    {
        lock (_lock)
        {
            return ObjectPage.Read(IndexOf(bucket), query);
        }
    }

    /// <summary>The number of objects of a bucket, and the sum of their lengths in bytes.</summary>
    public (long Count, long Bytes) Measure(string bucket)
    {
        lock (_lock)
        {
            var index = IndexOf(bucket);
            return (index.Count, index.All().Sum(record => record.Length));
        }
    }

    /// <summary>
    /// Starts to receive the bytes of an object.
    /// </summary>
    /// <param name="expectedLength">The length that the client stated; null when it stated none.</param>
    /// <param name="maxLength">The limit of bytes.</param>
    public ObjectWriter BeginWrite(long? expectedLength, long maxLength) => new(_pool, _pool.Create(), expectedLength, maxLength);

    /// <summary>Creates an object from a completed blob, in place of the one of that key.</summary>
    public void Commit(ObjectWriter writer, ObjectRecord record) => TryCommit(writer, record, mayReplace: true);

    /// <summary>Creates an object from a completed blob.</summary>
    /// <returns>False when there is one of that key that may not be replaced; the blob then still belongs to the writer.</returns>
    public bool TryCommit(ObjectWriter writer, ObjectRecord record, bool mayReplace)
    {
        if (!TryPut(record, mayReplace))
        {
            return false;
        }

        writer.Keep();
        return true;
    }

    /// <summary>Creates many objects from one completed blob, each in place of the one of its key.</summary>
    public void CommitMany(ObjectWriter writer, IEnumerable<ObjectRecord> records)
    {
        writer.Keep();
        try
        {
            foreach (var record in records)
            {
                _pool.AddReference(writer.BlobId);
                Put(record);
            }
        }
        finally
        {
            _pool.Release(writer.BlobId);
        }
    }

    /// <summary>Makes a copy, which shares the bytes with its source.</summary>
    /// <param name="bucket">The bucket of the source.</param>
    /// <param name="key">The key of the source.</param>
    /// <param name="compose">Creates the record of the copy from that of the source, whose blobs it keeps; when it throws, nothing is changed.</param>
    /// <returns>The record of the copy; null when there is no source.</returns>
    public ObjectRecord? Copy(string bucket, string key, Func<ObjectRecord, ObjectRecord> compose)
    {
        ObjectRecord copy;
        lock (_lock)
        {
            if (_buckets.GetValueOrDefault(bucket)?.Find(key) is not { } source)
            {
                return null;
            }

            copy = compose(source);
            _pool.AddReferences(copy.Segments());
        }

        try
        {
            Put(copy);
            return copy;
        }
        catch
        {
            _pool.Release(copy.Segments());
            throw;
        }
    }

    public void Delete(string bucket, string key)
    {
        ObjectRecord record;
        lock (_lock)
        {
            if (_buckets.GetValueOrDefault(bucket)?.Remove(key) is not { } removed)
            {
                return;
            }

            record = removed;
            _medium.DeleteRecord(record);
        }

        _pool.Release(record.Segments());
    }

    public void Clear()
    {
        Uploads.Clear();
        ObjectRecord[] records;
        lock (_lock)
        {
            records = [.. _buckets.Values.SelectMany(index => index.All())];
        }

        foreach (var record in records)
        {
            Delete(record.Bucket, record.Key);
        }
    }

    public void Dispose() => _medium.Dispose();

    /// <summary>Creates an object from blobs that have a reference for it, in place of the one of that key.</summary>
    internal void Put(ObjectRecord record) => TryPut(record, mayReplace: true);

    /// <summary>Creates an object from blobs that have a reference for it.</summary>
    /// <returns>False when there is one of that key that may not be replaced.</returns>
    internal bool TryPut(ObjectRecord record, bool mayReplace)
    {
        ObjectRecord? replaced;
        lock (_lock)
        {
            var index = IndexOf(record.Bucket);
            var isNew = index.Find(record.Key) is null;
            if (!isNew && !mayReplace)
            {
                return false;
            }

            _medium.SaveRecord(record, isNew);
            replaced = index.Set(record);
        }

        if (replaced is not null)
        {
            _pool.Release(replaced.Segments());
        }

        return true;
    }

    private void CountReferences(IEnumerable<string> blobIds, HashSet<string> used)
    {
        foreach (var blobId in blobIds)
        {
            if (!used.Add(blobId))
            {
                _pool.AddReference(blobId);
            }
        }
    }

    private KeyIndex IndexOf(string bucket)
    {
        if (!_buckets.TryGetValue(bucket, out var index))
        {
            _buckets.Add(bucket, index = new KeyIndex());
        }

        return index;
    }
}
