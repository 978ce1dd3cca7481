using System;
using System.Collections.Generic;
using System.IO;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>Where the bytes of objects and their records are kept. Calls for different blobs may come at the same time.</summary>
internal interface IBlobMedium : IDisposable
{
    /// <summary>Starts a new blob. It belongs to no object until a record names it.</summary>
    IBlobWriter Create();

    /// <exception cref="FileNotFoundException">The blob was deleted.</exception>
    IBlobReader Open(string blobId);

    /// <summary>Deletes a blob; who reads it already reads it to its end.</summary>
    void Delete(string blobId);

    /// <summary>Every record that was saved and whose blob is whole.</summary>
    IEnumerable<ObjectRecord> LoadRecords();

    /// <summary>Saves the record of an object in place of the one it had, at once or not at all.</summary>
    void SaveRecord(ObjectRecord record);

    void DeleteRecord(ObjectRecord record);

    /// <summary>Every multipart upload that was saved, with the parts whose blobs are whole.</summary>
    IEnumerable<MultipartUpload> LoadUploads();

    void SaveUpload(UploadRecord upload);

    /// <summary>Saves a part in place of the one of its number.</summary>
    void SavePart(string uploadId, PartRecord part);

    /// <summary>Deletes an upload and its parts, but not their blobs.</summary>
    void DeleteUpload(string uploadId);

    /// <summary>Deletes what a process that was killed left behind.</summary>
    void DeleteAllBlobsBut(IReadOnlySet<string> used);
}

/// <summary>A blob that is being written; who gives it up deletes it.</summary>
internal interface IBlobWriter : IDisposable
{
    string BlobId { get; }

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Says that all bytes are there: the blob can be read from now on.</summary>
    void Complete();
}

/// <summary>A blob that is being read.</summary>
internal interface IBlobReader : IDisposable
{
    /// <summary>Reads at a place; 0 at the end.</summary>
    int Read(long offset, Span<byte> buffer);
}
