using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// A cache of the small blobs that were read last. A blob never changes, so a copy in memory equals its file and saves a GET
/// the six system calls for opening, reading and closing it.
/// </summary>
internal sealed class SmallBlobs
{
    /// <summary>The limit for one blob, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The limit for all of them, in bytes. Beyond it the cache is emptied: blobs in use are cached again by the next requests.</summary>
    private const long MaxTotal = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>The content of a blob; <see langword="null"/> when it is not in memory.</summary>
    public byte[]? Find(string blobId) => _blobs.GetValueOrDefault(blobId);

    public void Keep(string blobId, byte[] content)
    {
        if (Interlocked.Add(ref _total, content.Length) > MaxTotal)
        {
            _blobs.Clear();
            Interlocked.Exchange(ref _total, content.Length);
        }

        _blobs[blobId] = content;
    }

    public void Forget(string blobId)
    {
        if (_blobs.TryRemove(blobId, out var content))
        {
            Interlocked.Add(ref _total, -content.Length);
        }
    }
}
