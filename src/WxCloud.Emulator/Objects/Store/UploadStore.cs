using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>The unfinished multipart uploads of all buckets, with the parts received so far.</summary>
internal sealed class UploadStore
{
    private readonly Lock _lock = new();
    private readonly IBlobMedium _medium;
    private readonly BlobPool _pool;
    private readonly ObjectStore _objects;
    private readonly Dictionary<string, Upload> _uploads = new(StringComparer.Ordinal);

    internal UploadStore(IBlobMedium medium, BlobPool pool, ObjectStore objects, IEnumerable<MultipartUpload> loaded)
    {
        _medium = medium;
        _pool = pool;
        _objects = objects;
        foreach (var upload in loaded)
        {
            _uploads.Add(upload.Record.UploadId, new Upload(upload.Record, new SortedList<int, PartRecord>(upload.Parts.ToDictionary(part => part.Number))));
        }
    }

    public void Begin(UploadRecord record)
    {
        lock (_lock)
        {
            _medium.SaveUpload(record);
            _uploads.Add(record.UploadId, new Upload(record, []));
        }
    }

    /// <summary>The upload with its parts in the order of their numbers; null when there is none of that id for that key.</summary>
    public MultipartUpload? Find(string bucket, string key, string uploadId)
    {
        lock (_lock)
        {
            return FindOpen(bucket, key, uploadId) is { } upload ? new MultipartUpload(upload.Record, [.. upload.Parts.Values]) : null;
        }
    }

    /// <summary>The uploads of a bucket in the order of their keys, and of their start for one key.</summary>
    public IReadOnlyList<UploadRecord> List(string bucket)
    {
        lock (_lock)
        {
            return
            [
                .. _uploads.Values.Select(upload => upload.Record).Where(record => record.Bucket == bucket)
                    .OrderBy(record => record.Key, KeyOrder.Instance).ThenBy(record => record.UploadId, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Adds a received part, in place of the one of its number.</summary>
    /// <returns>False when the upload was completed or aborted meanwhile; the part then still belongs to the writer.</returns>
    public bool TryAdd(string bucket, string key, string uploadId, PartRecord part, ObjectWriter writer)
    {
        PartRecord? replaced;
        lock (_lock)
        {
            if (FindOpen(bucket, key, uploadId) is not { } upload)
            {
                return false;
            }

            _medium.SavePart(uploadId, part);
            writer.Keep();
            upload.Parts.TryGetValue(part.Number, out replaced);
            upload.Parts[part.Number] = part;
        }

        if (replaced is not null)
        {
            _pool.Release(replaced.BlobId);
        }

        return true;
    }

    /// <summary>Creates an object from an upload.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="uploadId">The id of the upload.</param>
    /// <param name="compose">Creates the record of the object from the upload; when it throws, the upload is not changed.</param>
    /// <param name="mayReplace">False when an object of the key stays as it is.</param>
    /// <returns>The record; null when there is no such upload.</returns>
    /// <exception cref="CosException">There is an object that may not be replaced; the upload is not changed.</exception>
    public ObjectRecord? Complete(string bucket, string key, string uploadId, Func<MultipartUpload, ObjectRecord> compose, bool mayReplace = true)
    {
        lock (_lock)
        {
            if (FindOpen(bucket, key, uploadId) is not { } upload)
            {
                return null;
            }

            var record = compose(new MultipartUpload(upload.Record, [.. upload.Parts.Values]));

            // The object refers to the parts before the upload is deleted: a process that is killed in between has both.
            _pool.AddReferences(record.Segments());
            if (!_objects.TryPut(record, mayReplace))
            {
                _pool.Release(record.Segments());
                throw CosErrors.ObjectExists();
            }

            Remove(upload);
            return record;
        }
    }

    /// <returns>False when there is no such upload.</returns>
    public bool Abort(string bucket, string key, string uploadId)
    {
        lock (_lock)
        {
            if (FindOpen(bucket, key, uploadId) is not { } upload)
            {
                return false;
            }

            Remove(upload);
            return true;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var upload in _uploads.Values.ToArray())
            {
                Remove(upload);
            }
        }
    }

    private Upload? FindOpen(string bucket, string key, string uploadId)
    {
        return _uploads.TryGetValue(uploadId, out var upload) && upload.Record.Bucket == bucket && upload.Record.Key == key ? upload : null;
    }

    private void Remove(Upload upload)
    {
        _uploads.Remove(upload.Record.UploadId);
        _medium.DeleteUpload(upload.Record.UploadId);
        foreach (var part in upload.Parts.Values)
        {
            _pool.Release(part.BlobId);
        }
    }

    private sealed record Upload(UploadRecord Record, SortedList<int, PartRecord> Parts);
}
