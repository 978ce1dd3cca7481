using System;
using WxCloud.Cos.Buckets;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// How a file is divided for a multipart upload. It depends on the length alone, so that a later run finds the parts of an
/// earlier one.
/// </summary>
internal sealed record PartPlan
{
    /// <summary>Files from this length in bytes on are sent in parts.</summary>
    public const long FromBytes = 64 * Mebibyte;

    private const long Mebibyte = 1024 * 1024;
    private const long MinPartBytes = 8 * Mebibyte;

    /// <summary>Where parts stop growing, as long as their number allows it.</summary>
    private const long MaxPartBytes = 64 * Mebibyte;

    /// <summary>So many parts are enough to go on from, and few enough that each is worth its request.</summary>
    private const long WantedParts = 128;

    public PartPlan(long length)
    {
        Length = length;
        var wanted = Math.Min(MaxPartBytes, Math.Max(MinPartBytes, RoundUp(length / WantedParts)));
        PartLength = Math.Max(wanted, RoundUp((length + MultipartClient.MaxParts - 1) / MultipartClient.MaxParts));
        Count = (int)((length + PartLength - 1) / PartLength);
    }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>The length of each part but the last, in bytes.</summary>
    public long PartLength { get; }

    public int Count { get; }

    /// <summary>Where a part begins; parts are counted from 0 here, and from 1 in the protocol.</summary>
    public long OffsetOf(int index) => index * PartLength;

    public long LengthOf(int index) => Math.Min(PartLength, Length - OffsetOf(index));

    private static long RoundUp(long bytes) => (bytes + Mebibyte - 1) / Mebibyte * Mebibyte;
}
