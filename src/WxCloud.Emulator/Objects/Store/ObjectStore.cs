using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The objects of all buckets: an index in memory over a medium that keeps the bytes. An object is replaced or deleted at once; who reads it at
/// that moment reads the old one to its end.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IBlobMedium _medium;
    private readonly Dictionary<(string Bucket, string Key), ObjectRecord> _index;

    public ObjectStore(IBlobMedium medium)
    {
        _medium = medium;
        _index = medium.LoadRecords().ToDictionary(record => (record.Bucket, record.Key));
    }

    public ObjectRecord? Find(string bucket, string key)
    {
        lock (_lock)
        {
            return _index.GetValueOrDefault((bucket, key));
        }
    }

    /// <summary>Opens the object as it is now; null when there is none.</summary>
    public (ObjectRecord Record, IBlobReader Content)? Open(string bucket, string key)
    {
        while (Find(bucket, key) is { } record)
        {
            try
            {
                return (record, _medium.Open(record.BlobId));
            }
            catch (FileNotFoundException) when (Find(bucket, key)?.BlobId != record.BlobId)
            {
                // Replaced or deleted between the look-up and the opening: look again.
            }
        }

        return null;
    }

    /// <summary>
    /// Starts to receive the bytes of an object.
    /// </summary>
    /// <param name="expectedLength">The length that the client announced, null when it did not.</param>
    /// <param name="maxLength">The most bytes that are taken.</param>
    public ObjectWriter BeginWrite(long? expectedLength, long maxLength) => new(this, _medium.Create(), expectedLength, maxLength);

    /// <summary>Throws a blob away that no object names.</summary>
    internal void Discard(string blobId) => _medium.Delete(blobId);

    /// <summary>Makes a completed blob an object, in place of the one of that name.</summary>
    internal void Put(ObjectRecord record)
    {
        ObjectRecord? replaced;
        lock (_lock)
        {
            replaced = _index.GetValueOrDefault((record.Bucket, record.Key));
            _medium.SaveRecord(record);
            _index[(record.Bucket, record.Key)] = record;
        }

        if (replaced is not null)
        {
            _medium.Delete(replaced.BlobId);
        }
    }

    public void Delete(string bucket, string key)
    {
        ObjectRecord? record;
        lock (_lock)
        {
            if (!_index.Remove((bucket, key), out record))
            {
                return;
            }

            _medium.DeleteRecord(record);
        }

        _medium.Delete(record.BlobId);
    }

    public void Clear()
    {
        (string Bucket, string Key)[] names;
        lock (_lock)
        {
            names = [.. _index.Keys];
        }

        foreach ((var bucket, var key) in names)
        {
            Delete(bucket, key);
        }
    }

    public void Dispose() => _medium.Dispose();
}
