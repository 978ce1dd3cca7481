using System;
using WxCloud.Cos;

namespace WxCloud.Transfers.Resume;

/// <summary>What distinguishes one state of an object from another; each part is <see langword="null"/> when the server does not state it.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="ETag">The strong entity tag with its quotes.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="Crc64">The CRC-64/XZ as an unsigned decimal number.</param>
/// <param name="OtherETag">An entity tag that no request can require: a weak one, or one without quotes.</param>
internal sealed record ObjectIdentity(long? Length, string? ETag, DateTimeOffset? LastModified, string? Crc64, string? OtherETag = null)
{
    /// <summary>Whether another request can require the same state.</summary>
    public bool CanBeResumed => Length is not null && (ETag is not null || LastModified is not null);

    /// <summary>Whether parts can be verified separately and combined.</summary>
    public bool CanBeSplit => CanBeResumed && Crc64 is not null;

    public static ObjectIdentity Of(ObjectReply reply) => new(reply.ObjectLength, reply.ETag, WrittenBefore(reply), reply.Crc64, reply.OtherETag);

    /// <summary>Whether a later reply is about the same state. A part that the later reply lacks is not a difference.</summary>
    public bool IsSameAs(ObjectIdentity later) =>
        Length == later.Length
        && (ETag is not null ? ETag == later.ETag : LastModified == later.LastModified)
        && (OtherETag is null || later.OtherETag is null || OtherETag == later.OtherETag)
        && (Crc64 is null || later.Crc64 is null || Crc64 == later.Crc64);

    /// <summary>
    /// The time when the object was written, unless it may be written again within the same second: times have whole seconds, so such
    /// a time names no state (RFC 9110, section 8.8.2.2).
    /// </summary>
    private static DateTimeOffset? WrittenBefore(ObjectReply reply) =>
        reply.ETag is null && reply.Date <= reply.LastModified ? null : reply.LastModified;
}
