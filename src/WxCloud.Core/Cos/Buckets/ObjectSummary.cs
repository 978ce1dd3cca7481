using System;
using System.Collections.Generic;

namespace WxCloud.Cos.Buckets;

/// <summary>One object of a listing.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ETag">Its entity tag without quotes; <see langword="null"/> when the listing has none.</param>
/// <param name="LastModified">When it was last written.</param>
internal sealed record ObjectSummary(string Key, long Length, string? ETag, DateTimeOffset? LastModified);

/// <summary>The head of an object.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ETag">Its entity tag without quotes; <see langword="null"/> when the storage gave none.</param>
/// <param name="Crc64">Its CRC-64/XZ as an unsigned decimal number; <see langword="null"/> when it is not known.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="FileIdMetadata">The value of <c>x-cos-meta-fileid</c>, without which Mini Programs cannot read it; <see langword="null"/> when it has none.</param>
internal sealed record ObjectHead(long Length, string? ETag, string? Crc64, string? ContentType, DateTimeOffset? LastModified, string? FileIdMetadata)
{
    /// <summary>The other header fields that are stored with it: those for browsers, and metadata of its owner.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
