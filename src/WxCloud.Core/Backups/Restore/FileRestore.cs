using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Copy;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Upload;

namespace WxCloud.Backups.Restore;

/// <summary>Sends the files of a backup that the environment lacks. Each is verified against the list before it is sent.</summary>
internal sealed class FileRestore(FileListing listing, StoredFiles stored, StoredFolders folders, Uploader uploader)
{
    /// <summary>One outcome for each file that was sent, or failed.</summary>
    public async IAsyncEnumerable<Outcome<string, WxCloudFile>> RunAsync(
        RestoreOptions options, BackupFolder folder, EnvironmentBucket bucket, RestoreTally tally, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decided = TransferQueue.RunAsync(
            CandidatesAsync(options, folder, bucket, cancellationToken),
            options.ThrottleLimit,
            (candidate, token) => TransferQueue.AttemptAsync(candidate.Entry.CloudPath, () => DecideAsync(options, folder, bucket, candidate, token), token),
            cancellationToken);
        if (options.IsPlan)
        {
            await foreach (var outcome in NeededAsync(decided, tally, cancellationToken).ConfigureAwait(false))
            {
                if (outcome.Error is { } error)
                {
                    yield return new(outcome.Item, error);
                }
                else
                {
                    tally.AddSent(new System.IO.FileInfo(outcome.Value!.LocalPath).Length);
                }
            }

            yield break;
        }

        var upload = new UploadOptions { EnvironmentId = options.EnvironmentId, ThrottleLimit = options.ThrottleLimit };
        await foreach (var outcome in uploader.SendAsync(NeededAsync(decided, tally, cancellationToken), upload, meter, cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Value is { } file)
            {
                tally.AddSent(file.Length);
            }

            yield return outcome;
        }
    }

    /// <summary>Makes the objects that show folders, where the environment lacks them. One outcome for each that was made, or failed.</summary>
    public IAsyncEnumerable<Outcome<string, bool>> RunFoldersAsync(RestoreOptions options, BackupFolder folder, EnvironmentBucket bucket, CancellationToken cancellationToken)
    {
        return TransferQueue.RunAsync(
            FoldersAsync(),
            options.ThrottleLimit,
            (path, token) => TransferQueue.AttemptAsync(path, () => MakeAsync(path, token), token),
            cancellationToken);

        async IAsyncEnumerable<string> FoldersAsync()
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (var entry in LineFileReader.ReadFiles(folder.FileListPath).Where(entry => entry.IsFolder && options.Folders.Any(prefix => entry.CloudPath.StartsWith(prefix, StringComparison.Ordinal))))
            {
                yield return entry.CloudPath;
            }
        }

        async Task<bool> MakeAsync(string path, CancellationToken token)
        {
            var isMissing = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), path, token).ConfigureAwait(false) is null;
            if (isMissing && !options.IsPlan)
            {
                await folders.CreateAsync(options.EnvironmentId, path, token).ConfigureAwait(false);
            }

            return isMissing;
        }
    }

    /// <summary>The files to send; files that are stored already are counted.</summary>
    private static async IAsyncEnumerable<Outcome<string, UploadItem>> NeededAsync(
        IAsyncEnumerable<Outcome<string, UploadItem?>> decided, RestoreTally tally, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var outcome in decided.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Error is { } error)
            {
                yield return new(outcome.Item, error);
            }
            else if (outcome.Value is { } item)
            {
                yield return new(outcome.Item, item);
            }
            else
            {
                tally.AddPresent();
            }
        }
    }

    /// <returns>The file to send; <see langword="null"/> when the environment has the same one.</returns>
    /// <exception cref="WxCloudException">The saved file is damaged, or the environment has another one that may not be replaced.</exception>
    private static async Task<UploadItem?> DecideAsync(RestoreOptions options, BackupFolder folder, EnvironmentBucket bucket, Candidate candidate, CancellationToken cancellationToken)
    {
        var entry = candidate.Entry;
        if (candidate.StoredLength is { } length)
        {
            var crc64 = candidate.StoredCrc64;
            var hasOtherType = false;
            if (length == entry.Length && crc64 is null && candidate.IsListed)
            {
                var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(entry.CloudPath), entry.CloudPath, cancellationToken).ConfigureAwait(false);
                crc64 = head?.Crc64;
                hasOtherType = entry.ContentType is not null && head?.ContentType != entry.ContentType;
            }

            if (length == entry.Length && crc64 == entry.Crc64 && !(hasOtherType && options.ConflictMode == WxConflictMode.Upsert))
            {
                return null;
            }

            if (options.ConflictMode == WxConflictMode.Insert)
            {
                throw Error.RestoredFileDiffers(entry.CloudPath, options.EnvironmentId);
            }
        }

        var path = folder.FileOf(entry.CloudPath);
        if (!options.IsPlan && await new SavedPart(WxCloudBackupPart.File, entry.CloudPath, path, entry.Length, entry.Crc64).FindDamageAsync(folder, cancellationToken).ConfigureAwait(false) is { } damage)
        {
            throw SavedItemErrors.Of(damage);
        }

        return new(path, entry.CloudPath, entry.ContentType);
    }

    private async IAsyncEnumerable<Candidate> CandidatesAsync(
        RestoreOptions options, BackupFolder folder, EnvironmentBucket bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var prefix in options.Folders)
        {
            var entries = LineFileReader.ReadFiles(folder.FileListPath).Where(entry => !entry.IsFolder && entry.CloudPath.StartsWith(prefix, StringComparison.Ordinal));
            var candidates = await CanListAsync(bucket, cancellationToken).ConfigureAwait(false)
                ? ListedAsync(options, prefix, entries, cancellationToken)
                : LookedUpAsync(options, bucket, entries, cancellationToken);
            await foreach (var candidate in candidates.ConfigureAwait(false))
            {
                yield return candidate;
            }
        }
    }

    private static async Task<bool> CanListAsync(EnvironmentBucket bucket, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in bucket.Objects.ListAsync(bucket.Address.BasePath, "/", cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            return true;
        }
        catch (WxCloudException e) when (e.Stage == FailureStage.StorageKeys || e.Category == WxCloudErrorCategory.PermissionDenied)
        {
            return false;
        }
    }

    /// <summary>Reads the list and the listing of the environment in step.</summary>
    private async IAsyncEnumerable<Candidate> ListedAsync(
        RestoreOptions options, string prefix, IEnumerable<FileEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = listing.ByPrefixAsync(options.EnvironmentId, prefix, recurse: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = listed.ConfigureAwait(false);
        var hasFile = await listed.MoveNextAsync().ConfigureAwait(false);
        foreach (var entry in entries)
        {
            while (hasFile && KeyOrder.Instance.Compare(listed.Current.CloudPath, entry.CloudPath) < 0)
            {
                hasFile = await listed.MoveNextAsync().ConfigureAwait(false);
            }

            yield return new(entry, hasFile && listed.Current.CloudPath == entry.CloudPath ? listed.Current.Length : null, null, IsListed: true);
        }
    }

    /// <summary>Without keys, each file is looked up through a link.</summary>
    private async IAsyncEnumerable<Candidate> LookedUpAsync(
        RestoreOptions options, EnvironmentBucket bucket, IEnumerable<FileEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Queue<FileEntry>();
        await foreach (var found in stored.GetAsync(options.EnvironmentId, FileIdsAsync(), cancellationToken).ConfigureAwait(false))
        {
            FileEntry entry;
            lock (waiting)
            {
                entry = waiting.Dequeue();
            }

            // A file that cannot be looked up is sent; its upload then shows the error.
            yield return new(entry, found.Value?.Length, found.Value?.Crc64, IsListed: false);
        }

        async IAsyncEnumerable<string> FileIdsAsync()
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (var entry in entries)
            {
                lock (waiting)
                {
                    waiting.Enqueue(entry);
                }

                yield return bucket.Address.FileIdOf(entry.CloudPath).Text;
            }
        }
    }

    /// <summary>A saved file, and what the environment has under its path.</summary>
    /// <param name="Entry">The saved file.</param>
    /// <param name="StoredLength">The length of the stored one; <see langword="null"/> when there is none.</param>
    /// <param name="StoredCrc64">Its checksum; <see langword="null"/> when it was not requested, or is not known.</param>
    /// <param name="IsListed">Whether it was found in a listing.</param>
    private sealed record Candidate(FileEntry Entry, long? StoredLength, string? StoredCrc64, bool IsListed);
}
