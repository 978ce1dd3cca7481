using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud;

/// <summary>
/// One of the shards into which files are divided by their cloud path, so that jobs on many machines together handle each file
/// exactly once. The division is the same in every version and on every system: docs/sharding.md specifies it.
/// </summary>
public sealed class WxCloudShard
{
    private WxCloudShard(int index, int count)
    {
        Index = index;
        Count = count;
    }

    /// <summary>Which shard this is, from 1 to <see cref="Count"/>.</summary>
    public int Index { get; }

    /// <summary>The number of shards, from 1.</summary>
    public int Count { get; }

    /// <summary>Reads a shard that is written <c>i/n</c>, such as <c>3/16</c>, with 1 ≤ i ≤ n.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="WxCloudException">The text is no shard.</exception>
    public static WxCloudShard Parse(string text)
    {
        text ??= string.Empty;
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryNumber(text.Substring(0, slash), out var index) || !TryNumber(text.Substring(slash + 1), out var count))
        {
            throw Error.ShardMalformed(text);
        }

        return index >= 1 && index <= count ? new(index, count) : throw Error.ShardOutOfRange(text, index, count);
    }

    /// <summary>
    /// Whether a cloud path belongs to this shard: the first eight bytes of the SHA-256 (FIPS 180-4) of its UTF-8 bytes, as one
    /// unsigned big-endian number, modulo <see cref="Count"/>, plus one.
    /// </summary>
    /// <param name="cloudPath">The cloud path, without a leading slash.</param>
    public bool Contains(string cloudPath)
    {
        if (Count == 1)
        {
            return true;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(cloudPath));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Count == (ulong)(Index - 1);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");

    /// <summary>Whether a file belongs to this shard. A text that is no fileID belongs to every shard, where it is an error.</summary>
    internal bool ContainsFile(string fileId) => FileId.ParseOrNull(fileId) is not { } parsed || Contains(parsed.CloudPath);

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
