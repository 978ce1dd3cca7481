using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>One of the blobs that make an object.</summary>
/// <param name="BlobId">The name under which the bytes are kept.</param>
/// <param name="Length">The number of bytes.</param>
internal sealed record BlobSegment(string BlobId, long Length);

/// <summary>
/// A stored object without its bytes.
/// </summary>
/// <param name="Bucket">The bucket by its full name.</param>
/// <param name="Key">The key.</param>
/// <param name="BlobId">The name under which the bytes are kept; empty when they are in the blobs of <paramref name="Parts"/>.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="ETag">The MD5 of the bytes in hex, without quotes; of a multipart object <c>hex-parts</c>, where hex is not the MD5 of any bytes.</param>
/// <param name="Crc64">The CRC-64/XZ of the bytes.</param>
/// <param name="LastModified">When it was stored, in whole seconds.</param>
/// <param name="Headers">The headers of every reply: content type and similar ones, and <c>x-cos-meta-*</c> in lower case.</param>
/// <param name="Parts">The blobs of a multipart object, in order; null for an object of one blob.</param>
internal sealed record ObjectRecord(
    string Bucket,
    string Key,
    string BlobId,
    long Length,
    string ETag,
    ulong Crc64,
    DateTimeOffset LastModified,
    SortedList<string, string> Headers,
    IReadOnlyList<BlobSegment>? Parts = null)
{
    public const string ContentTypeHeader = "Content-Type";
    public const string FileIdHeader = "x-cos-meta-fileid";
    public const string StorageClassHeader = "x-cos-storage-class";
    public const string MetaPrefix = "x-cos-meta-";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The blobs that hold the bytes.</summary>
    public IReadOnlyList<BlobSegment> Segments() => Parts ?? [new BlobSegment(BlobId, Length)];
}
