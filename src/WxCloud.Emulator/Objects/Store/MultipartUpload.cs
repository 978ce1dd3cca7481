using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// A multipart upload that was initiated and neither completed nor aborted.
/// </summary>
/// <param name="Bucket">The bucket by its full name.</param>
/// <param name="Key">The key of the future object.</param>
/// <param name="UploadId">The id, which is also a usable file name.</param>
/// <param name="Initiated">When it was initiated, in whole seconds.</param>
/// <param name="Headers">The headers that the object will have.</param>
internal sealed record UploadRecord(string Bucket, string Key, string UploadId, DateTimeOffset Initiated, SortedList<string, string> Headers);

/// <summary>
/// A received part.
/// </summary>
/// <param name="Number">Its number, 1 to 10 000.</param>
/// <param name="BlobId">The name under which the bytes are kept.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="ETag">The MD5 of the bytes in hex, without quotes.</param>
/// <param name="Crc64">The CRC-64/XZ of the bytes.</param>
/// <param name="LastModified">When it was received, in whole seconds.</param>
internal sealed record PartRecord(int Number, string BlobId, long Length, string ETag, ulong Crc64, DateTimeOffset LastModified);

/// <summary>A snapshot of an upload and its parts.</summary>
internal sealed record MultipartUpload(UploadRecord Record, IReadOnlyList<PartRecord> Parts);
