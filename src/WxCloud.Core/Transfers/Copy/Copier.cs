using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Copy;

/// <summary>
/// Copies and moves stored files inside the storage. A copy is looked at before it is reported; the source of a move is deleted
/// only when its copy has the same length and CRC64.
/// </summary>
internal sealed class Copier(EnvironmentBuckets buckets)
{
    /// <summary>Copies many files; one outcome each, as they finish.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudFile>> CopyAsync(IAsyncEnumerable<CopyItem> items, CopyOptions options, CancellationToken cancellationToken)
    {
        var targets = new TargetRegister(StringComparer.Ordinal);
        return TransferQueue.RunAsync(
            items,
            TransferQueue.DefaultThrottleLimit,
            (item, token) => TransferQueue.AttemptAsync(item.Source, () => CopyOneAsync(item, options, targets, token), token),
            cancellationToken);
    }

    /// <summary>Copies inside a bucket, and compares the copy with its source.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="source">The cloud path to copy from.</param>
    /// <param name="head">What the source is; a source that has changed since is not copied.</param>
    /// <param name="target">The cloud path to copy to; the same one to rewrite its metadata.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>What the copy is.</returns>
    /// <exception cref="WxCloudException">It could not be copied, or the copy differs.</exception>
    public static async Task<ObjectHead> CopyAsync(EnvironmentBucket bucket, string source, ObjectHead head, string target, string item, CancellationToken cancellationToken)
    {
        var (from, to) = (bucket.Address.KeyOf(source), bucket.Address.KeyOf(target));
        var metadata = await bucket.GetFileIdMetadataAsync(target, cancellationToken).ConfigureAwait(false);
        await bucket.Copies.RunAsync(from, head, to, metadata, item, cancellationToken).ConfigureAwait(false);
        var copy = await bucket.Objects.HeadAsync(to, item, cancellationToken).ConfigureAwait(false);
        var isSame = copy?.Length == head.Length
            && (copy.Crc64 is null || head.Crc64 is null || copy.Crc64 == head.Crc64)
            && copy.FileIdMetadata == metadata;
        if (isSame)
        {
            return copy!;
        }

        // A copy onto itself has no other copy; any other would pass for the file from now on.
        var isRemoved = source != target && (copy is null || await TryRemoveAsync(bucket, to, copy, item, cancellationToken).ConfigureAwait(false));
        throw isRemoved ? Error.CopyDiffers(item, target) : Error.DifferingCopyStays(item, target);
    }

    /// <summary>Removes a copy that differs from its source, unless another file was stored there meanwhile.</summary>
    private static async Task<bool> TryRemoveAsync(EnvironmentBucket bucket, string key, ObjectHead damaged, string item, CancellationToken cancellationToken)
    {
        try
        {
            var now = await bucket.Objects.HeadAsync(key, item, cancellationToken).ConfigureAwait(false);
            if (now is not null && (now.ETag != damaged.ETag || now.Crc64 != damaged.Crc64))
            {
                return false;
            }

            await bucket.Objects.DeleteAsync(key, item, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (WxCloudException)
        {
            // The difference is the failure to report.
            return false;
        }
    }

    private async Task<WxCloudFile> CopyOneAsync(CopyItem item, CopyOptions options, TargetRegister targets, CancellationToken cancellationToken)
    {
        var bucket = await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
        var source = StoredPaths.File(item.Source, bucket.Address);
        var target = StoredPaths.Target(item.Destination, source, bucket.Address);
        // In the folder that is copied, a copy could replace a file before that one is copied: a/b/b/x becomes a/b/x when a/b moves to a.
        if (source == target || (options.SourceFolder is { } folder && target.StartsWith(folder, StringComparison.Ordinal)))
        {
            throw Error.CopyOntoItself(item.Source);
        }

        if (!targets.TryAdd(target))
        {
            throw Error.SameTarget(item.Source, target);
        }

        var head = await HeadAsync(source).ConfigureAwait(false) ?? throw Error.ObjectMissing(item.Source);
        if (!options.Force && await HeadAsync(target).ConfigureAwait(false) is not null)
        {
            throw Error.StoredFileExists(item.Source, target);
        }

        var copy = await CopyAsync(bucket, source, head, target, item.Source, cancellationToken).ConfigureAwait(false);
        if (options.Move)
        {
            await DeleteSourceAsync().ConfigureAwait(false);
        }

        return bucket.Address.FileOf(target, copy);

        Task<ObjectHead?> HeadAsync(string path) => bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), item.Source, cancellationToken);

        async Task DeleteSourceAsync()
        {
            if (copy.Crc64 is null || head.Crc64 is null)
            {
                throw Error.MoveNotVerified(item.Source, target);
            }

            // A version that was written after the copy exists nowhere else.
            if (await HeadAsync(source).ConfigureAwait(false) is { } now && (now.ETag != head.ETag || now.Crc64 != head.Crc64))
            {
                throw Error.SourceChanged(item.Source, target);
            }

            await bucket.Objects.DeleteAsync(bucket.Address.KeyOf(source), item.Source, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A stored file to copy.</summary>
/// <param name="Source">Its fileID or its cloud path, as it was given.</param>
/// <param name="Destination">
/// The cloud path or fileID to copy to; one that ends with a slash is a folder, in which the file keeps its name.
/// </param>
internal sealed record CopyItem(string Source, string Destination);

/// <summary>How files are copied.</summary>
internal sealed record CopyOptions
{
    public required string EnvironmentId { get; init; }

    /// <summary>Whether files that exist are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The folder that is copied as a whole, with its slash; <see langword="null"/> for single files.</summary>
    public string? SourceFolder { get; init; }

    /// <summary>Whether the source is deleted once its copy was verified.</summary>
    public bool Move { get; init; }
}
