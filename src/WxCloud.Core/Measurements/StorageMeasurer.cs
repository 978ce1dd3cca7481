using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Progress;

namespace WxCloud.Measurements;

/// <summary>Adds up the lengths of files by folder and type. Memory grows with the rows of the result, not with the files.</summary>
internal sealed class StorageMeasurer(FileListing listing)
{
    /// <summary>What follows the last dot of a longer one is not an extension.</summary>
    private const int MaxExtensionLength = 10;

    /// <summary>Measures the files below a prefix.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="prefix">The beginning of the cloud paths, as plain text; empty for all.</param>
    /// <param name="depth">The number of levels of folders below the prefix that have rows of their own; deeper files count for their folder at this level.</param>
    /// <param name="meter">Counts the files; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>One row per folder and type, in the order of the folders, the largest type of each first.</returns>
    public async Task<IReadOnlyList<WxCloudStorageUsage>> MeasureAsync(
        string environmentId, string prefix, int depth, SearchMeter? meter, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(string Folder, string Type), Sum>();
        var total = 0L;
        await foreach (var file in listing.ListAsync(new() { EnvironmentId = environmentId, Prefix = prefix, Recurse = true, Kinds = StoredKinds.Files }, cancellationToken).ConfigureAwait(false))
        {
            var key = (FolderOf(file.CloudPath, prefix, depth), TypeOf(file.CloudPath));
            if (!sums.TryGetValue(key, out var sum))
            {
                sums[key] = sum = new();
            }

            sum.Add(file);
            total += file.Length;
            meter?.AddFile();
        }

        return [.. sums
            .Select(pair => new WxCloudStorageUsage
            {
                Folder = pair.Key.Folder,
                Type = pair.Key.Type,
                Count = pair.Value.Count,
                Length = pair.Value.Length,
                Share = total == 0 ? 0 : (double)pair.Value.Length / total,
                LastModified = pair.Value.LastModified,
            })
            .OrderBy(static row => row.Folder, StringComparer.Ordinal)
            .ThenByDescending(static row => row.Length)
            .ThenBy(static row => row.Type, StringComparer.Ordinal)];
    }

    /// <summary>The folder of a file, cut to so many levels below that of the prefix.</summary>
    private static string FolderOf(string path, string prefix, int depth)
    {
        var end = prefix.LastIndexOf('/') + 1;
        for (var level = 0; level < depth && path.IndexOf('/', end) is var slash and >= 0; level++)
        {
            end = slash + 1;
        }

        return path.Substring(0, end);
    }

    private static string TypeOf(string path)
    {
        var name = CloudPath.NameOf(path);
        var dot = name.LastIndexOf('.');
        var length = name.Length - dot - 1;
        return dot > 0 && length is > 0 and <= MaxExtensionLength && name.Skip(dot + 1).All(static character => character < '\x80' && char.IsLetterOrDigit(character))
            ? name.Substring(dot).ToLowerInvariant()
            : string.Empty;
    }

    private sealed class Sum
    {
        public long Count { get; private set; }

        public long Length { get; private set; }

        public DateTimeOffset? LastModified { get; private set; }

        public void Add(WxCloudFile file)
        {
            Count++;
            Length += file.Length;
            LastModified = LastModified is { } newest && !(file.LastModified > newest) ? newest : file.LastModified;
        }
    }
}
