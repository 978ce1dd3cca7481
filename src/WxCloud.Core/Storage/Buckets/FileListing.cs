using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Storage.Buckets;

/// <summary>Lists the files of an environment by their cloud paths, as they come.</summary>
internal sealed class FileListing(EnvironmentBuckets buckets)
{
    private const string Delimiter = "/";

    /// <summary>The number of names that one look-up requests: other names may come between a file and the folder of the same name.</summary>
    private const int LookupKeys = 100;

    /// <summary>The files and folders of a query, in the order of their paths.</summary>
    /// <exception cref="WxCloudException">The prefix is not possible, nothing matches the pattern, or the bucket cannot be listed.</exception>
    public IAsyncEnumerable<WxCloudFile> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        if ((query.Pattern ?? query.Prefix) is { Length: > 0 } text && text[0] is '/' or '\\')
        {
            throw Error.CloudPathLeadingSlash(query.Pattern ?? query.Prefix);
        }

        return query.Pattern is null
            ? ByKindAsync(query, ByPrefixAsync(query.EnvironmentId, query.Prefix, query.Recurse, cancellationToken), query.Prefix, cancellationToken)
            : ByPatternAsync(query, cancellationToken);
    }

    /// <summary>The files whose path begins with a text.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="prefix">The text; empty for all files.</param>
    /// <param name="recurse">Whether the files of folders below follow too, instead of the folders themselves.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public async IAsyncEnumerable<WxCloudFile> ByPrefixAsync(
        string environmentId,
        string prefix,
        bool recurse,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        await foreach (var file in ListAsync(bucket, prefix, recurse, cancellationToken).ConfigureAwait(false))
        {
            yield return file;
        }
    }

    /// <summary>Finds the file and the folder of a path that does not end with a slash. It takes one request, unless many names begin with the path.</summary>
    /// <exception cref="WxCloudException">The bucket cannot be listed.</exception>
    public async Task<StoredName> FindAsync(string environmentId, string path, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        var key = bucket.Address.KeyOf(path);
        var folder = key + Delimiter;
        var page = await bucket.Objects.ListPageAsync(key, Delimiter, marker: string.Empty, cancellationToken, LookupKeys).ConfigureAwait(false);
        var file = page.Objects.FirstOrDefault(item => item.Key == key);
        var hasFolder = page.Folders.Contains(folder)
            || (page.NextMarker is { } next && KeyOrder.Instance.Compare(next, folder) < 0
                && await HasKeysAsync(bucket, folder, cancellationToken).ConfigureAwait(false));
        return new(file is null ? null : bucket.Address.FileOf(file), hasFolder ? bucket.Address.FolderOf(folder) : null);
    }

    /// <summary>Whether a folder has anything in it, apart from the empty object that marks the folder itself.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="folder">The path, with a slash at its end; empty for the root.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<bool> HasChildrenAsync(string environmentId, string folder, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        var key = bucket.Address.KeyOf(folder);
        var page = await bucket.Objects.ListPageAsync(key, delimiter: string.Empty, marker: string.Empty, cancellationToken, maxKeys: 2).ConfigureAwait(false);
        return page.Objects.Any(item => item.Key != key);
    }

    /// <summary>A folder by its path, without asking whether it exists.</summary>
    public async Task<WxCloudFile> DescribeFolderAsync(string environmentId, string folder, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        return bucket.Address.FolderOf(bucket.Address.KeyOf(folder));
    }

    /// <summary>The fileIDs of the files that a name with wildcards matches; a name without any, or a fileID, is taken as it is.</summary>
    /// <exception cref="WxCloudException">Nothing matches.</exception>
    public async IAsyncEnumerable<string> ExpandAsync(string environmentId, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (name.StartsWith("cloud://", StringComparison.Ordinal) || !NamePattern.HasWildcards(name))
        {
            yield return name;
            yield break;
        }

        var query = new ListQuery { EnvironmentId = environmentId, Pattern = name, Kinds = StoredKinds.Files };
        await foreach (var file in ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return file.FileId;
        }
    }

    /// <summary>Wildcards do not match a slash; with recursion the last part is also searched for in all folders below.</summary>
    private async IAsyncEnumerable<WxCloudFile> ByPatternAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pattern = query.Pattern!.TrimEnd('/');
        var bucket = await buckets.FindAsync(query.EnvironmentId, cancellationToken).ConfigureAwait(false);
        var matches = MatchAsync(bucket, folder: string.Empty, pattern.Split('/'), index: 0, query.Recurse, cancellationToken);
        var hasMatch = false;
        await foreach (var file in ByKindAsync(query, matches, prefix: string.Empty, cancellationToken).ConfigureAwait(false))
        {
            hasMatch = true;
            yield return file;
        }

        if (!hasMatch)
        {
            throw NamePattern.HasWildcards(query.Pattern) ? Error.NoStoredMatch(query.Pattern) : Error.ObjectMissing(query.Pattern);
        }
    }

    /// <summary>A recursive listing has no folders; they are read from the paths, which are ordered, so that those of a folder are adjacent.</summary>
    private static async IAsyncEnumerable<WxCloudFile> ByKindAsync(
        ListQuery query,
        IAsyncEnumerable<WxCloudFile> files,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = prefix;
        await foreach (var file in files.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (query.Kinds is StoredKinds.Folders or StoredKinds.FilesAndAllFolders && query.Recurse && query.Pattern is null)
            {
                var shared = 0;
                while (shared < last.Length && shared < file.CloudPath.Length && last[shared] == file.CloudPath[shared])
                {
                    shared++;
                }

                for (var slash = file.CloudPath.IndexOf('/', shared); slash >= 0; slash = file.CloudPath.IndexOf('/', slash + 1))
                {
                    yield return AsFolder(file, file.CloudPath.Substring(0, slash + 1));
                }

                last = file.CloudPath;
                if (query.Kinds == StoredKinds.FilesAndAllFolders && !file.IsFolder)
                {
                    yield return file;
                }
            }
            else if (query.Kinds == StoredKinds.Both || file.IsFolder == (query.Kinds == StoredKinds.Folders))
            {
                yield return file;
            }
        }
    }

    private static WxCloudFile AsFolder(WxCloudFile file, string path) => new()
    {
        FileId = FileId.Of(file.EnvironmentId, file.Bucket, path).Text,
        CloudPath = path,
        EnvironmentId = file.EnvironmentId,
        Bucket = file.Bucket,
        Length = 0,
        IsFolder = true,
    };

    private static async IAsyncEnumerable<WxCloudFile> MatchAsync(
        EnvironmentBucket bucket,
        string folder,
        string[] parts,
        int index,
        bool recurse,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Parts without wildcards are names, and need no listing.
        while (index < parts.Length - 1 && !NamePattern.HasWildcards(parts[index]))
        {
            folder += NamePattern.Unescape(parts[index++]) + Delimiter;
        }

        var isLast = index == parts.Length - 1;
        var name = new NamePattern(parts[index], isCaseSensitive: true);
        var descends = isLast && recurse;
        await foreach (var entry in ListAsync(bucket, folder + Beginning(parts[index], descends), descends, cancellationToken).ConfigureAwait(false))
        {
            if (!name.Matches(CloudPath.NameOf(entry.CloudPath.TrimEnd('/'))))
            {
                continue;
            }

            if (isLast)
            {
                yield return entry;
            }
            else if (entry.IsFolder)
            {
                await foreach (var below in MatchAsync(bucket, entry.CloudPath, parts, index + 1, recurse, cancellationToken).ConfigureAwait(false))
                {
                    yield return below;
                }
            }
        }
    }

    private static async IAsyncEnumerable<WxCloudFile> ListAsync(
        EnvironmentBucket bucket,
        string prefix,
        bool recurse,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = bucket.Address;
        await foreach (var page in bucket.Objects.ListAsync(address.KeyOf(prefix), recurse ? string.Empty : Delimiter, cancellationToken).ConfigureAwait(false))
        {
            foreach (var (item, folder) in InOrder(page))
            {
                // The listing of a folder contains the key of the folder itself.
                if (item?.Key.Length == address.BasePath.Length || (item is not null && item.Key.EndsWith('/') && item.Key.Length == address.BasePath.Length + prefix.Length))
                {
                    continue;
                }

                yield return item is null ? address.FolderOf(folder!) : address.FileOf(item);
            }
        }
    }

    private static async Task<bool> HasKeysAsync(EnvironmentBucket bucket, string prefix, CancellationToken cancellationToken) =>
        (await bucket.Objects.ListPageAsync(prefix, delimiter: string.Empty, marker: string.Empty, cancellationToken, maxKeys: 1).ConfigureAwait(false)).Objects.Count > 0;

    /// <summary>A page has its objects and its folders apart, each in order.</summary>
    private static IEnumerable<(ObjectSummary? Item, string? Folder)> InOrder(ListPage page)
    {
        var nextFolder = 0;
        foreach (var item in page.Objects)
        {
            for (; nextFolder < page.Folders.Count && KeyOrder.Instance.Compare(page.Folders[nextFolder], item.Key) < 0; nextFolder++)
            {
                yield return (null, page.Folders[nextFolder]);
            }

            yield return (item, null);
        }

        for (; nextFolder < page.Folders.Count; nextFolder++)
        {
            yield return (null, page.Folders[nextFolder]);
        }
    }

    /// <summary>The text that every match begins with; empty where matches may be in folders below.</summary>
    private static string Beginning(string pattern, bool descends)
    {
        var length = 0;
        while (!descends && length < pattern.Length && pattern[length] is not ('*' or '?' or '[' or '`'))
        {
            length++;
        }

        return pattern.Substring(0, length);
    }
}

/// <summary>The file and the folder of one path.</summary>
/// <param name="File">The file of this path; <see langword="null"/> when there is none.</param>
/// <param name="Folder">The folder of this path; <see langword="null"/> when no stored path continues it with a slash.</param>
internal sealed record StoredName(WxCloudFile? File, WxCloudFile? Folder)
{
    public bool Exists => File is not null || Folder is not null;
}
