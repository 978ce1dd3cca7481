using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Database.References;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Model.References;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Backups.Restore;

/// <summary>
/// Restores a backup to an environment: its files first, so that no document names a file that is not stored yet. Nothing is deleted. An
/// interrupted restore is run again; what is stored already is skipped.
/// </summary>
internal sealed class EnvironmentRestore(EnvironmentBuckets buckets, FileRestore files, CollectionRestore collections, TimeProvider timeProvider)
{
    /// <summary>Restores, or counts what would be restored. One outcome for each failure, and the counts as the last one.</summary>
    /// <exception cref="WxCloudException">The folder is no backup, a damaged or incomplete one, or the environment cannot be reached.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudRestore>> RunAsync(
        RestoreOptions options, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var more = meter?.ExpectMore();
        var folder = new BackupFolder(options.Path);
        var manifest = BackupManifest.Read(folder);
        if (manifest.State != BackupState.Complete && !options.AllowIncomplete)
        {
            throw Error.BackupIncomplete(folder.Path);
        }

        var tally = new RestoreTally();
        var chosen = Choose(options, manifest, out var missing);
        foreach (var name in missing)
        {
            yield return tally.Fail(name, Error.CollectionNotSaved(name, folder.Path));
        }

        var bucket = await FindBucketAsync(options, manifest, cancellationToken).ConfigureAwait(false);
        if (bucket is not null && options.Scope != BackupScope.Documents && manifest.Files is { Length: > 0 } list)
        {
            await ThrowIfListDamagedAsync(folder, list, cancellationToken).ConfigureAwait(false);
            await foreach (var failure in RestoreFilesAsync(options, folder, bucket, tally, meter, cancellationToken).ConfigureAwait(false))
            {
                yield return failure;
            }
        }

        var reportPath = options.IsPlan || !options.HasReport ? null : options.ReportPath ?? DefaultReportPath(options);
        using var report = reportPath is null ? null : new RestoreReport(LineFileWriter.Create(reportPath));
        var existing = chosen.Count == 0 ? [] : await collections.FindExistingAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
        var references = new DocumentReferences(new FileReferences(manifest.EnvironmentId, manifest.Bucket ?? manifest.EnvironmentId));
        foreach (var entry in chosen)
        {
            var path = await TransferQueue.AttemptAsync(entry.Name, () => VerifyAsync(folder, entry, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (path.Error is { } damaged)
            {
                yield return tally.Fail(entry.Name, damaged);
                continue;
            }

            var work = new CollectionWork(options, entry, path.Value!, references, bucket is null ? null : RootOf(bucket), tally);
            var documents = collections.RunAsync(work, existing.TryGetValue(entry.Name, out var count) ? count : null, report, meter, cancellationToken);
            await foreach (var failure in ContainFailureAsync(entry.Name, documents, cancellationToken).ConfigureAwait(false))
            {
                yield return tally.Fail(failure.Item, failure.Error!);
            }
        }

        report?.Commit();
        yield return new(options.Path, tally.Finish(options, manifest.EnvironmentId, reportPath));
    }

    private static List<CollectionEntry> Choose(RestoreOptions options, BackupManifest manifest, out IReadOnlyList<string> missing)
    {
        if (options.Scope == BackupScope.Files)
        {
            missing = [];
            return [];
        }

        var choice = new CollectionChoice(options.Collections);
        missing = [.. choice.FindMissing([.. manifest.Collections.Select(static collection => collection.Name)])];
        return [.. manifest.Collections.Where(collection => choice.Includes(collection.Name))];
    }

    private static string RootOf(EnvironmentBucket bucket) => FileId.Of(bucket.Address.EnvironmentId, bucket.Address.FileIdBucket, string.Empty).Text;

    /// <returns>The path of the documents of a collection.</returns>
    /// <exception cref="WxCloudException">The file is damaged or missing.</exception>
    private static async Task<string> VerifyAsync(BackupFolder folder, CollectionEntry entry, CancellationToken cancellationToken)
    {
        var path = folder.CollectionOf(entry);
        var part = new SavedPart(WxCloudBackupPart.Collection, entry.Name, path, entry.Length, entry.Crc64);
        return await part.FindDamageAsync(folder, cancellationToken).ConfigureAwait(false) is { } damage ? throw SavedItemErrors.Of(damage) : path;
    }

    private static async Task ThrowIfListDamagedAsync(BackupFolder folder, FileListEntry list, CancellationToken cancellationToken)
    {
        var part = new SavedPart(WxCloudBackupPart.Manifest, BackupFolder.FileListName, folder.FileListPath, list.Length, list.Crc64);
        if (await part.FindDamageAsync(folder, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Error.BackupDamaged(folder.FileListPath, Messages.Format("Backup.ChecksumWrong"));
        }
    }

    /// <summary>The failures of a collection. One that ends its restore is the last of them: the other collections are still restored.</summary>
    private static async IAsyncEnumerable<Outcome<string, RestoredDocument>> ContainFailureAsync(
        string collection, IAsyncEnumerable<Outcome<string, RestoredDocument>> failures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var each = failures.GetAsyncEnumerator(cancellationToken);
        await using var _ = each.ConfigureAwait(false);
        WxCloudException? last = null;
        while (await NextAsync().ConfigureAwait(false))
        {
            yield return each.Current;
        }

        if (last is not null)
        {
            yield return new(collection, last);
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await each.MoveNextAsync().ConfigureAwait(false);
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                last = e;
                return false;
            }
        }
    }

    private async IAsyncEnumerable<Outcome<string, WxCloudRestore>> RestoreFilesAsync(
        RestoreOptions options, BackupFolder folder, EnvironmentBucket bucket, RestoreTally tally, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var outcome in files.RunAsync(options, folder, bucket, tally, meter, cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Error is { } error)
            {
                yield return tally.Fail(outcome.Item, error);
            }
        }

        await foreach (var outcome in files.RunFoldersAsync(options, folder, bucket, cancellationToken).ConfigureAwait(false))
        {
            if (outcome.Error is { } error)
            {
                yield return tally.Fail(outcome.Item, error);
            }
        }
    }

    private string DefaultReportPath(RestoreOptions options)
    {
        var name = new string([.. options.EnvironmentId.Select(static character => char.IsLetterOrDigit(character) || character == '-' ? character : '_')]);
        return Path.Combine(options.Path, $"restore-{name}-{timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.jsonl");
    }

    /// <summary>The bucket of the environment; <see langword="null"/> when it has none and none is needed.</summary>
    private async Task<EnvironmentBucket?> FindBucketAsync(RestoreOptions options, BackupManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            return manifest.Bucket is null ? null : throw e.For(options.EnvironmentId);
        }
    }
}
