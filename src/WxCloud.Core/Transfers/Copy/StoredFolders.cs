using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Copy;

/// <summary>
/// Works on folders as a whole: on all files whose path begins with the folder's, and on the empty objects with a slash at their
/// end by which consoles and SDKs show folders. The paths of folders end with a slash here.
/// </summary>
internal sealed class StoredFolders(EnvironmentBuckets buckets, Copier copier)
{
    private const string MarkerType = "application/x-directory";

    /// <summary>Stores the empty object that shows a folder without files.</summary>
    /// <returns>The folder.</returns>
    /// <exception cref="WxCloudException">The path is not possible, or the bucket refused it.</exception>
    public async Task<WxCloudFile> CreateAsync(string environmentId, string folder, CancellationToken cancellationToken)
    {
        CloudPath.Check(folder);
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        await bucket.Objects.PutAsync(bucket.Address.KeyOf(folder), folder, [], MarkerType, fileIdMetadata: null, cancellationToken).ConfigureAwait(false);
        return bucket.Address.FileOf(folder, new(Length: 0, ETag: null, Crc64: null, MarkerType, LastModified: null, FileIdMetadata: null));
    }

    /// <summary>Copies or moves everything in a folder; one outcome for each file, as they finish.</summary>
    /// <exception cref="WxCloudException">One folder contains the other, or the source cannot be listed.</exception>
    public IAsyncEnumerable<Outcome<string, WxCloudFile>> CopyAsync(string source, string target, CopyOptions options, CancellationToken cancellationToken)
    {
        // Copies would be listed and copied again, without end.
        if (target.StartsWith(source, StringComparison.Ordinal))
        {
            throw Error.CopyOntoItself(source);
        }

        return copier.CopyAsync(ItemsAsync(cancellationToken), options with { SourceFolder = source }, cancellationToken);

        async IAsyncEnumerable<CopyItem> ItemsAsync([EnumeratorCancellation] CancellationToken token)
        {
            var bucket = await buckets.FindAsync(options.EnvironmentId, token).ConfigureAwait(false);
            await foreach (var (path, length) in ListAsync(bucket, source, token).ConfigureAwait(false))
            {
                var copy = target + path.Remove(0, source.Length);

                // An object with content whose key ends with a slash is no marker: it is an error of its own, and stays.
                if (!path.EndsWith('/') || length > 0)
                {
                    yield return new(path, copy);
                    continue;
                }

                // It has no content that could be lost.
                await CreateAsync(options.EnvironmentId, copy, token).ConfigureAwait(false);
                if (options.Move)
                {
                    await bucket.Objects.DeleteAsync(bucket.Address.KeyOf(path), path, token).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Deletes everything in a folder, a thousand files with one request.</summary>
    /// <returns>What could not be deleted, and why.</returns>
    public async IAsyncEnumerable<Outcome<string, bool>> DeleteAsync(
        string environmentId,
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        await foreach (var page in bucket.Objects.ListAsync(bucket.Address.KeyOf(folder), delimiter: string.Empty, cancellationToken).ConfigureAwait(false))
        {
            if (page.Objects.Count == 0)
            {
                continue;
            }

            var failed = await bucket.Objects.DeleteAsync([.. page.Objects.Select(static item => item.Key)], cancellationToken).ConfigureAwait(false);
            foreach (var (key, error) in failed)
            {
                yield return new(bucket.Address.CloudPathOf(key)!, error);
            }
        }
    }

    /// <summary>Deletes one file; one that is not there counts as deleted.</summary>
    public async Task DeleteFileAsync(string environmentId, string path, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        await bucket.Objects.DeleteAsync(bucket.Address.KeyOf(path), path, cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<(string Path, long Length)> ListAsync(EnvironmentBucket bucket, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in bucket.Objects.ListAsync(bucket.Address.KeyOf(folder), delimiter: string.Empty, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Objects)
            {
                yield return (bucket.Address.CloudPathOf(item.Key)!, item.Length);
            }
        }
    }
}
