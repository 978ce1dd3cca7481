using System;

namespace WxCloud.Cos.Buckets;

/// <summary>
/// How an object is divided into parts. It depends on the length alone, so that a later run finds the parts of an earlier one.
/// </summary>
internal sealed record PartPlan
{
    /// <summary>Files from this length in bytes on are sent in parts.</summary>
    public const long FromBytes = 64 * Mebibyte;

    private const long Mebibyte = 1024 * 1024;
    private const long MinSentBytes = 8 * Mebibyte;

    /// <summary>Where parts that are sent stop growing, as long as their number allows it.</summary>
    private const long MaxSentBytes = 64 * Mebibyte;

    /// <summary>Enough parts to resume from, and few enough that requests take little of the time.</summary>
    private const long WantedParts = 128;

    /// <summary>A part that is copied sends no bytes, so that few large ones do; small enough that the reply does not seem to be missing.</summary>
    private const long CopiedBytes = 256 * Mebibyte;

    /// <param name="length">The length of the object in bytes, more than 0.</param>
    /// <param name="wantedPartLength">The length of a part in bytes, as long as ten thousand of them are enough.</param>
    public PartPlan(long length, long wantedPartLength)
    {
        Length = length;
        PartLength = Math.Max(wantedPartLength, RoundUp((length + MultipartClient.MaxParts - 1) / MultipartClient.MaxParts));
        Count = (int)((length + PartLength - 1) / PartLength);
    }

    /// <summary>The length of the object in bytes.</summary>
    public long Length { get; }

    /// <summary>The length of each part but the last, in bytes.</summary>
    public long PartLength { get; }

    public int Count { get; }

    /// <summary>The parts in which a file is sent.</summary>
    public static PartPlan ForUpload(long length) => new(length, Math.Min(MaxSentBytes, Math.Max(MinSentBytes, RoundUp(length / WantedParts))));

    /// <summary>The parts in which an object is copied inside the storage.</summary>
    public static PartPlan ForCopy(long length) => new(length, CopiedBytes);

    /// <summary>Where a part begins; parts are counted from 0 here, and from 1 in the protocol.</summary>
    public long OffsetOf(int index) => index * PartLength;

    public long LengthOf(int index) => Math.Min(PartLength, Length - OffsetOf(index));

    private static long RoundUp(long bytes) => (bytes + Mebibyte - 1) / Mebibyte * Mebibyte;
}
