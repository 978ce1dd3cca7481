using System;
using WxCloud.Cos;

namespace WxCloud.Transfers.Resume;

/// <summary>What distinguishes one state of an object from another; each part is <see langword="null"/> when the server does not state it.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="ETag">The strong entity tag with its quotes.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="Crc64">The CRC-64/XZ as an unsigned decimal number.</param>
internal sealed record ObjectIdentity(long? Length, string? ETag, DateTimeOffset? LastModified, string? Crc64)
{
    /// <summary>Whether another request can require the same state.</summary>
    public bool CanBeResumed => Length is not null && (ETag is not null || LastModified is not null);

    /// <summary>Whether parts can be verified separately and combined.</summary>
    public bool CanBeSplit => CanBeResumed && Crc64 is not null;

    public static ObjectIdentity Of(ObjectReply reply) => new(reply.ObjectLength, reply.ETag, reply.LastModified, reply.Crc64);

    /// <summary>Whether a later reply is about the same state. A part that the later reply lacks is not a difference.</summary>
    public bool IsSameAs(ObjectIdentity later) =>
        Length == later.Length
        && (ETag is not null ? ETag == later.ETag : LastModified == later.LastModified)
        && (Crc64 is null || later.Crc64 is null || Crc64 == later.Crc64);
}
