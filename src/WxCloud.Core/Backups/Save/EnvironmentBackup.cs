using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Database;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Backups.Save;

/// <summary>
/// Backs up an environment to a folder: first its documents, then its files, so that a file that a saved document names is stored
/// before the files are listed. An interrupted backup is marked as such, and resumes when it is run again.
/// </summary>
internal sealed class EnvironmentBackup(
    CollectionClient collections,
    CollectionBackup documents,
    EnvironmentBuckets buckets,
    FileBackup files,
    ReferencedFiles referenced,
    TimeProvider timeProvider)
{
    /// <summary>Collections that are read at the same time; each holds two pages.</summary>
    private const int CollectionsAtOnce = 2;

    /// <summary>Counts what a backup would do, and changes nothing. One outcome for each failure, and the counts as the last one.</summary>
    /// <exception cref="WxCloudException">The folder holds something else, or the environment cannot be read.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudBackup>> PlanAsync(BackupOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(options.Path);
        var tally = new BackupTally(options);
        FindEarlier(folder, Describe(options));
        var found = await FindCollectionsAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var missing in found.Missing)
        {
            yield return tally.Fail(missing);
        }

        tally.Plan(found.Chosen);
        var storage = await FindStorageAsync(options, cancellationToken).ConfigureAwait(false);
        if (storage.Error is { } error)
        {
            yield return tally.Fail(new Outcome<string, object>(options.EnvironmentId, error));
        }

        tally.FileSource = storage.Source;
        if (storage.Source == WxCloudFileSource.Listing)
        {
            await foreach (var outcome in files.PlanAsync(options, folder, cancellationToken).ConfigureAwait(false))
            {
                if (tally.Plan(outcome) is { } failure)
                {
                    yield return failure;
                }
            }
        }

        yield return new(options.Path, tally.Finish(state: null, folder: null, finishedOn: null));
    }

    /// <summary>Backs up. One outcome for each failure, and the backup as the last one.</summary>
    /// <exception cref="WxCloudException">The folder holds something else or is in use, the environment cannot be read, or the disk is full.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudBackup>> RunAsync(
        BackupOptions options, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(options.Path);
        var tally = new BackupTally(options) { StartedOn = timeProvider.GetUtcNow() };
        using var more = meter?.ExpectMore();
        folder.Prepare();
        using var own = folder.Lock();
        using var details = StoredDetails.Open(folder);
        var earlier = FindEarlier(folder, Describe(options));
        var found = await FindCollectionsAsync(options, cancellationToken).ConfigureAwait(false);

        // From here on the folder no longer matches the previous manifest.
        var running = Describe(options) with { StartedOn = tally.StartedOn, Files = earlier?.Files, Collections = earlier?.Collections ?? [] };
        running.Write(folder);
        foreach (var missing in found.Missing)
        {
            yield return tally.Fail(missing);
        }

        var run = new Run(options, folder, tally, Saved: [], meter);
        await foreach (var failure in SaveDocumentsAsync(run, found.Chosen, running.Collections, cancellationToken).ConfigureAwait(false))
        {
            yield return failure;
        }

        tally.Saved(run.Saved);
        var storage = await FindStorageAsync(options, cancellationToken).ConfigureAwait(false);
        if (storage.Error is { } error)
        {
            yield return tally.Fail(new Outcome<string, object>(options.EnvironmentId, error));
        }

        tally.FileSource = storage.Source;
        await foreach (var failure in SaveFilesAsync(run, details, cancellationToken).ConfigureAwait(false))
        {
            yield return failure;
        }

        var unreadable = new List<Outcome<string, WxCloudBackup>>();
        var list = options.Scope == BackupScope.Documents ? null
            : await new FileListBuilder(folder, details, options.ThrottleLimit).WriteAsync(file => unreadable.Add(tally.Fail(file)), cancellationToken).ConfigureAwait(false);
        foreach (var failure in unreadable)
        {
            yield return failure;
        }

        var finished = running with
        {
            State = tally.Failed == 0 ? BackupState.Complete : BackupState.Incomplete,
            FinishedOn = timeProvider.GetUtcNow(),
            FileSource = storage.Source,
            FileIdBucket = storage.Bucket?.Address.FileIdBucket ?? earlier?.FileIdBucket,
            Bucket = storage.Bucket?.Address.Bucket ?? earlier?.Bucket,
            Files = list,
            Collections = run.Saved,
            Failed = tally.Failed,
            Failures = tally.Failures,
        };
        finished.Write(folder);
        yield return new(options.Path, tally.Finish(finished.State, list, finished.FinishedOn));
    }

    /// <summary>Where the bucket was not listed, the folders of the list before are kept, as the files are.</summary>
    private static void KeepFolders(BackupFolder folder, StoredDetails details)
    {
        if (!System.IO.File.Exists(folder.FileListPath))
        {
            return;
        }

        try
        {
            foreach (var entry in LineFileReader.ReadFiles(folder.FileListPath).Where(static entry => entry.IsFolder))
            {
                details.AddFolder(entry);
            }
        }
        catch (WxCloudException)
        {
            // A list that is damaged ends where it is.
        }
    }

    private static BackupManifest Describe(BackupOptions options) => new()
    {
        EnvironmentId = options.EnvironmentId,
        Scope = options.Scope,
        Prefixes = options.Folders,
        CollectionNames = [.. options.Collections.Distinct(StringComparer.Ordinal).OrderBy(static name => name, StringComparer.Ordinal)],
    };

    /// <summary>The manifest of the previous backup; <see langword="null"/> when there is none.</summary>
    /// <exception cref="WxCloudException">It is of another environment, scope or version, or damaged.</exception>
    private static BackupManifest? FindEarlier(BackupFolder folder, BackupManifest ours)
    {
        if (!System.IO.File.Exists(folder.ManifestPath))
        {
            return null;
        }

        var earlier = BackupManifest.Read(folder);
        return earlier.EnvironmentId != ours.EnvironmentId ? throw Error.BackupOtherEnvironment(folder.Path, earlier.EnvironmentId, ours.EnvironmentId)
            : !earlier.HasScopeOf(ours) ? throw Error.BackupOtherScope(folder.Path, earlier.DescribeScope())
            : earlier;
    }

    private async Task<(IReadOnlyList<WxCloudCollection> Chosen, IReadOnlyList<Outcome<string, object>> Missing)> FindCollectionsAsync(BackupOptions options, CancellationToken cancellationToken)
    {
        if (options.Scope == BackupScope.Files)
        {
            return ([], []);
        }

        var choice = new CollectionChoice(options.Collections);
        var all = new List<WxCloudCollection>();
        await foreach (var collection in collections.ListAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false))
        {
            all.Add(collection);
        }

        var missing = choice.FindMissing([.. all.Select(static collection => collection.Name)]).Select(name => new Outcome<string, object>(name, Error.CollectionMissing(name, options.EnvironmentId)));
        return ([.. all.Where(collection => choice.Includes(collection.Name)).OrderBy(static collection => collection.Name, StringComparer.Ordinal)], [.. missing]);
    }

    /// <summary>Saves the documents; one outcome for each failure.</summary>
    private async IAsyncEnumerable<Outcome<string, WxCloudBackup>> SaveDocumentsAsync(
        Run run, IReadOnlyList<WxCloudCollection> chosen, IReadOnlyList<CollectionEntry> earlier, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var outcome in SaveAsync(run, chosen, cancellationToken).ConfigureAwait(false))
        {
            // Keeps the documents of the previous backup: they are better than none.
            if ((outcome.Value ?? earlier.FirstOrDefault(collection => collection.Name == outcome.Item)) is { } entry)
            {
                run.Saved.Add(entry);
            }

            if (outcome.Error is not null)
            {
                yield return run.Tally.Fail(outcome);
            }
        }

        run.Saved.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        if (run.Options.Scope != BackupScope.Files)
        {
            CollectionBackup.RemoveOthers(run.Folder, run.Saved);
        }
    }

    /// <summary>Saves the files, from the listing or those that the saved documents name; one outcome for each failure.</summary>
    private async IAsyncEnumerable<Outcome<string, WxCloudBackup>> SaveFilesAsync(
        Run run, StoredDetails details, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = run.Tally.FileSource switch
        {
            WxCloudFileSource.Listing => files.RunAsync(run.Options, run.Folder, details, run.Meter, cancellationToken),
            WxCloudFileSource.Documents => referenced.RunAsync(run.Options, run.Folder, details, run.Saved, run.Meter, cancellationToken),
            _ => null,
        };
        if (received is not null)
        {
            await foreach (var outcome in received.ConfigureAwait(false))
            {
                if (run.Tally.Add(outcome) is { } failure)
                {
                    yield return failure;
                }
            }
        }

        if (run.Tally.FileSource != WxCloudFileSource.Listing)
        {
            KeepFolders(run.Folder, details);
        }
    }

    private async IAsyncEnumerable<Outcome<string, CollectionEntry>> SaveAsync(
        Run run, IReadOnlyList<WxCloudCollection> chosen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var saved = TransferQueue.RunAsync(
            NamedAsync(),
            Math.Min(CollectionsAtOnce, run.Options.ThrottleLimit),
            (named, token) => TransferQueue.AttemptAsync(
                named.Collection.Name,
                () => documents.SaveAsync(run.Options.EnvironmentId, named.Collection, named.FileName, run.Folder, run.Meter, token),
                token),
            cancellationToken);
        await foreach (var outcome in saved.ConfigureAwait(false))
        {
            yield return BackupTally.IsDiskFull(outcome.Error) ? throw outcome.Error! : outcome;
        }

        async IAsyncEnumerable<(WxCloudCollection Collection, string FileName)> NamedAsync()
        {
            await Task.CompletedTask.ConfigureAwait(false);
            var names = new CollectionFileNames();
            foreach (var collection in chosen)
            {
                yield return (collection, names.NameFor(collection.Name));
            }
        }
    }

    /// <summary>The bucket, and whether it can be listed, which one page shows.</summary>
    private async Task<(EnvironmentBucket? Bucket, WxCloudFileSource Source, WxCloudException? Error)> FindStorageAsync(BackupOptions options, CancellationToken cancellationToken)
    {
        EnvironmentBucket? bucket = null;
        try
        {
            bucket = await buckets.FindAsync(options.EnvironmentId, cancellationToken).ConfigureAwait(false);
            if (options.Scope == BackupScope.Documents)
            {
                return (bucket, WxCloudFileSource.None, null);
            }

            await foreach (var page in bucket.Objects.ListAsync(bucket.Address.BasePath, "/", cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            return (bucket, WxCloudFileSource.Listing, null);
        }
        catch (WxCloudException e) when (bucket is not null && e.Stage == FailureStage.StorageKeys)
        {
            return (bucket, WxCloudFileSource.Documents, null);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            // Documents alone are complete without it; only their fileIDs cannot be rewritten later.
            return (bucket, WxCloudFileSource.None, options.Scope == BackupScope.Documents ? null : e);
        }
    }

    /// <summary>A backup under way.</summary>
    /// <param name="Options">What is backed up, and where to.</param>
    /// <param name="Folder">The backup's folder.</param>
    /// <param name="Tally">Counts what was saved.</param>
    /// <param name="Saved">The collections that the folder holds.</param>
    /// <param name="Meter">Counts the bytes; may be <see langword="null"/>.</param>
    private sealed record Run(BackupOptions Options, BackupFolder Folder, BackupTally Tally, List<CollectionEntry> Saved, TransferMeter? Meter);
}
