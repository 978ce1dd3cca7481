using System;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The blobs of a medium with their references. Copies of an object share its blobs, and a multipart object uses those of its parts, so a blob is
/// deleted when the last record, part or reader has released it.
/// </summary>
internal sealed class BlobPool(IBlobMedium medium)
{
    private readonly Lock _lock = new();

    // References beyond the first; nearly every blob has only one.
    private readonly Dictionary<string, int> _furtherReferences = new(StringComparer.Ordinal);

    /// <summary>Starts a new blob, with one reference.</summary>
    public IBlobWriter Create() => medium.Create();

    public IBlobReader Open(string blobId) => medium.Open(blobId);

    /// <summary>Adds a reference to a blob that has one.</summary>
    public void AddReference(string blobId)
    {
        lock (_lock)
        {
            _furtherReferences[blobId] = _furtherReferences.GetValueOrDefault(blobId) + 1;
        }
    }

    public void AddReferences(IEnumerable<BlobSegment> segments)
    {
        foreach (var segment in segments)
        {
            AddReference(segment.BlobId);
        }
    }

    /// <summary>Removes a reference, and the blob with the last one.</summary>
    public void Release(string blobId)
    {
        lock (_lock)
        {
            if (_furtherReferences.TryGetValue(blobId, out var count))
            {
                if (count == 1)
                {
                    _furtherReferences.Remove(blobId);
                }
                else
                {
                    _furtherReferences[blobId] = count - 1;
                }

                return;
            }
        }

        medium.Delete(blobId);
    }

    public void Release(IEnumerable<BlobSegment> segments)
    {
        foreach (var segment in segments)
        {
            Release(segment.BlobId);
        }
    }
}
