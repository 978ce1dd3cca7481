using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Sync;

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

    private readonly Dictionary<long, List<string>> _byLength = [];
    private readonly ConcurrentDictionary<string, string> _checksums = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Remembers a cloud file without a local one. Not while moves are looked for.</summary>
    public void Add(WxCloudFile file)
    {
        if (file.Length == 0 || _count == MaxRemembered)
        {
            return;
        }

        _count++;
        if (!_byLength.TryGetValue(file.Length, out var paths))
        {
            _byLength[file.Length] = paths = [];
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

        var name = CloudPath.NameOf(cloudPath);
        foreach (var path in paths.OrderBy(path => CloudPath.NameOf(path) != name).Take(MaxAsked))
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
}
