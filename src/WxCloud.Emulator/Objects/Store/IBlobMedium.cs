using System;
using System.Collections.Generic;
using System.IO;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>Storage for the bytes of objects and their records. Calls for different blobs may be concurrent.</summary>
internal interface IBlobMedium : IDisposable
{
    /// <summary>Starts a new blob. It belongs to no object until a record names it.</summary>
    IBlobWriter Create();

    /// <exception cref="FileNotFoundException">The blob was deleted.</exception>
    IBlobReader Open(string blobId);

    /// <summary>Deletes a blob; an open reader can still read it to its end.</summary>
    void Delete(string blobId);

    /// <summary>Every saved record whose blob is complete.</summary>
    IEnumerable<ObjectRecord> LoadRecords();

    /// <summary>
    /// Saves the record of an object in place of its previous one, atomically.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="isNew">True when there is no previous one.</param>
    void SaveRecord(ObjectRecord record, bool isNew);

    void DeleteRecord(ObjectRecord record);

    /// <summary>Every saved multipart upload, with the parts whose blobs are complete.</summary>
    IEnumerable<MultipartUpload> LoadUploads();

    void SaveUpload(UploadRecord upload);

    /// <summary>Saves a part in place of the one of its number.</summary>
    void SavePart(string uploadId, PartRecord part);

    /// <summary>Deletes an upload and its parts, but not their blobs.</summary>
    void DeleteUpload(string uploadId);

    /// <summary>Deletes the blobs that a killed process left behind.</summary>
    void DeleteAllBlobsBut(IReadOnlySet<string> used);
}

/// <summary>A blob that is being written; disposed before it is complete, it is deleted.</summary>
internal interface IBlobWriter : IDisposable
{
    string BlobId { get; }

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Completes the blob: it can be read from now on.</summary>
    void Complete();
}

/// <summary>A blob that is being read.</summary>
internal interface IBlobReader : IDisposable
{
    /// <summary>True when reading cannot fail.</summary>
    bool IsInMemory => false;

    /// <summary>Reads at an offset; 0 at the end.</summary>
    int Read(long offset, Span<byte> buffer);
}
