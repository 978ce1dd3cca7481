using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Finds the cloud file that a new local file was moved from: one of the same length and CRC64 whose own local file is gone. The
/// listing has no checksums, so those of files of the same length are requested, those of the same name first.
/// </summary>
internal sealed class MoveFinder(EnvironmentBucket bucket)
{
    /// <summary>Bounds memory at some ten megabytes. Beyond it, moved files are sent again, which is never wrong.</summary>
    private const int MaxRemembered = 50_000;

    /// <summary>Bounds the requests for one file when many have its length.</summary>
    private const int MaxAsked = 8;

    private readonly Dictionary<long, PathList> _byLength = [];
    private readonly ConcurrentDictionary<string, string> _checksums = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds a cloud file without a local one. Not to be called while moves are searched.</summary>
    public void Add(WxCloudFile file)
    {
        if (file.Length == 0 || _count == MaxRemembered)
        {
            return;
        }

        _count++;
        if (!_byLength.TryGetValue(file.Length, out var paths))
        {
            _byLength[file.Length] = paths = new();
        }

        paths.Add(file.CloudPath);
    }

    /// <summary>Whether any cloud file has this length.</summary>
    public bool HasLength(long length) => _byLength.ContainsKey(length);

    /// <summary>The cloud path of a file with this content; <see langword="null"/> when there is none.</summary>
    /// <param name="cloudPath">Where the file goes.</param>
    /// <param name="length">Its length.</param>
    /// <param name="crc64">Its CRC64.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<string?> FindAsync(string cloudPath, long length, string crc64, CancellationToken cancellationToken)
    {
        if (!_byLength.TryGetValue(length, out var paths))
        {
            return null;
        }

        foreach (var path in paths.StartingWith(CloudPath.NameOf(cloudPath)).Take(MaxAsked))
        {
            if (!_checksums.TryGetValue(path, out var checksum))
            {
                var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), path, cancellationToken).ConfigureAwait(false);
                _checksums[path] = checksum = head?.Crc64 ?? string.Empty;
            }

            if (checksum == crc64)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>
    /// The paths of one length. A hundred thousand files may have the same one, so that they are sorted by name once, instead of being looked
    /// through for each file.
    /// </summary>
    private sealed class PathList
    {
        private static readonly Comparer<string> s_byName = Comparer<string>.Create(static (one, other) => string.CompareOrdinal(CloudPath.NameOf(one), CloudPath.NameOf(other)));

        private readonly List<string> _paths = [];
        private bool _isSorted;

        /// <summary>Adds a path. Not while paths are read.</summary>
        public void Add(string path)
        {
            _paths.Add(path);
            _isSorted = false;
        }

        /// <summary>All paths, those of a name first.</summary>
        public IEnumerable<string> StartingWith(string name)
        {
            lock (_paths)
            {
                if (!_isSorted)
                {
                    _paths.Sort(s_byName);
                    _isSorted = true;
                }
            }

            var first = FirstOf(name);
            return Enumerable.Range(0, _paths.Count).Select(index => _paths[(first + index) % _paths.Count]);
        }

        /// <summary>The place of the first path of a name, or where it would be.</summary>
        private int FirstOf(string name)
        {
            var (low, high) = (0, _paths.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = string.CompareOrdinal(CloudPath.NameOf(_paths[middle]), name) < 0 ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
