using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Database;
using WxCloud.Database.References;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Orphans;

/// <summary>
/// Compares the files of an environment with what its documents name. Files are listed before documents are read, so that a file whose
/// document is written in the meantime is not reported; both are kept on disk, so that memory does not grow with them.
/// </summary>
/// <remarks>
/// Names are kept and compared as a whole. Hashes would take less space, but two names with one hash would hide a file, and only the
/// names of stored files show where a name ends inside a text.
/// </remarks>
internal sealed class OrphanFinder(
    EnvironmentBuckets buckets,
    FileListing listing,
    CollectionClient collections,
    CollectionReader documents,
    StorageClient storage,
    TimeProvider timeProvider)
{
    /// <summary>Finds files without a document and documents without their file.</summary>
    /// <param name="search">What to compare.</param>
    /// <param name="meter">Counts what was seen; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>
    /// The orphans in the order of their paths. There is an outcome with an error when the files could not be listed, or a collection could not be
    /// read to its end: then no file is reported.
    /// </returns>
    /// <exception cref="WxCloudException">There is no such environment, its collections cannot be listed, or the connection is lost.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudOrphan>> FindAsync(
        OrphanSearch search,
        SearchMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = (await buckets.FindAsync(search.EnvironmentId, cancellationToken).ConfigureAwait(false)).Address;
        var began = timeProvider.GetUtcNow();
        using var files = new ListedFiles();
        using var names = new NamedFiles();
        var failures = 0;
        if (await ListAsync(search, files, meter, cancellationToken).ConfigureAwait(false) is { } unlisted)
        {
            failures++;
            yield return new(search.Prefix.Length > 0 ? search.Prefix : search.EnvironmentId, Error.FilesNotListed(unlisted));
        }

        var isListed = failures == 0;
        var references = new DocumentReferences(new(search.EnvironmentId, address.Bucket, address.BasePath, search.Domains));
        await foreach (var collection in CollectionsOf(search, cancellationToken).ConfigureAwait(false))
        {
            if (await ReadAsync(search, collection, references, names, meter, cancellationToken).ConfigureAwait(false) is { } unread)
            {
                failures++;
                yield return new(collection, Error.CollectionNotRead(unread));
            }
        }

        var unmatched = OrphanMatcher.Match(isListed ? files.Read() : [], names.Read());
        var isComplete = failures == 0;
        await foreach (var (one, error) in VerifyAsync(unmatched, address, cancellationToken).ConfigureAwait(false))
        {
            if (error is not null)
            {
                yield return new(address.FileIdOf(one.Name!.Place!.CloudPath).Text, error);
            }
            else if (one.File is not { } file)
            {
                yield return new(address.FileIdOf(one.Name!.Place!.CloudPath).Text, Describe(address, one.Name));
            }
            else if (isComplete && IsOldEnough(file, began - search.MinimumAge, search.MinimumAge))
            {
                yield return new(file.CloudPath, Describe(address, file, began));
            }
        }
    }

    private static bool IsOldEnough(ListedFile file, DateTimeOffset latest, TimeSpan minimumAge) =>
        minimumAge <= TimeSpan.Zero || file.LastModified <= latest;

    private static WxCloudOrphan Describe(BucketAddress address, ListedFile file, DateTimeOffset now) => new()
    {
        Kind = WxCloudOrphanKind.FileWithoutDocument,
        FileId = address.FileIdOf(file.CloudPath).Text,
        CloudPath = file.CloudPath,
        Length = file.Length,
        LastModified = file.LastModified,
        Age = now - file.LastModified,
    };

    private static WxCloudOrphan Describe(BucketAddress address, NamedFile name) => new()
    {
        Kind = WxCloudOrphanKind.DocumentWithoutFile,
        FileId = address.FileIdOf(name.Place!.CloudPath).Text,
        CloudPath = name.Place.CloudPath,
        Collection = name.Place.Collection,
        DocumentId = DocumentJson.Read(name.Place.DocumentId, "_id") is var id && id is string or int or long or double ? id : name.Place.DocumentId,
        Property = name.Place.Property,
    };

    /// <summary>Lists the files.</summary>
    /// <returns>Why that was not possible; <see langword="null"/> when all are listed.</returns>
    private async Task<WxCloudException?> ListAsync(OrphanSearch search, ListedFiles files, SearchMeter? meter, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var file in listing.ByPrefixAsync(search.EnvironmentId, search.Prefix, recurse: true, cancellationToken).ConfigureAwait(false))
            {
                // A folder marker is not a file that a document could name.
                if (!file.IsFolder)
                {
                    files.Add(file);
                    meter?.AddFile();
                }
            }

            return null;
        }
        catch (WxCloudException e) when (!e.IsFatal || e.Stage == FailureStage.StorageKeys)
        {
            return e;
        }
        catch (IOException e)
        {
            throw DiskFailure.Describe(Path.GetTempPath(), e)!;
        }
    }

    private async IAsyncEnumerable<string> CollectionsOf(OrphanSearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var given in search.Collections.Distinct(StringComparer.Ordinal))
        {
            yield return given;
        }

        if (search.Collections.Count == 0)
        {
            await foreach (var collection in collections.ListAsync(search.EnvironmentId, cancellationToken).ConfigureAwait(false))
            {
                yield return collection.Name;
            }
        }
    }

    /// <summary>Reads what the documents of a collection name.</summary>
    /// <returns>Why it could not be read to its end; <see langword="null"/> when it was.</returns>
    private async Task<WxCloudException?> ReadAsync(
        OrphanSearch search,
        string collection,
        DocumentReferences references,
        NamedFiles names,
        SearchMeter? meter,
        CancellationToken cancellationToken)
    {
        try
        {
            if (meter is not null)
            {
                meter.Collection = collection;
            }

            var isWhole = search.Properties.Count == 0 || search.Properties.Contains("_id", StringComparer.Ordinal);
            var pages = documents.ReadAsync(search.EnvironmentId, collection, search.Properties.Count == 0 ? null : search.Properties, cancellationToken);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                foreach (var document in page)
                {
                    document.TryGet("_id", out var id);
                    foreach (var found in references.Find(isWhole ? document : document.WithoutId()))
                    {
                        Add(names, collection, id, found, search.Prefix);
                    }
                }

                meter?.AddDocuments(page.Count);
            }

            return null;
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            return e;
        }
        catch (IOException e)
        {
            throw DiskFailure.Describe(Path.GetTempPath(), e)!;
        }
        finally
        {
            if (meter is not null)
            {
                meter.Collection = null;
            }
        }
    }

    /// <summary>Adds a name, unless it can only mean files outside the prefix.</summary>
    private static void Add(NamedFiles names, string collection, object? id, DocumentReference found, string prefix)
    {
        var extents = found.Reference.Extents.Where(extent => extent.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (extents.Count == 0)
        {
            return;
        }

        var path = found.Reference.CloudPath;
        var place = path.StartsWith(prefix, StringComparison.Ordinal)
            ? new NamingPlace(collection, DocumentJson.Write(id), found.Property, path, extents.GetRange(1, extents.Count - 1))
            : null;
        names.Add(new(extents[0], place));
        for (var i = 1; i < extents.Count; i++)
        {
            names.Add(new(extents[i], Place: null));
        }
    }

    /// <summary>Verifies with the service that each file that seems to be missing is not stored.</summary>
    private async IAsyncEnumerable<(Unmatched One, WxCloudException? Error)> VerifyAsync(
        IEnumerable<Unmatched> unmatched,
        BucketAddress address,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = new MissingFiles(storage, address);
        string? last = null;
        var batches = Batches.GatherAsync(ReadAsync(unmatched), StorageClient.MaxFileIds, IsAnotherFile, maxWait: null, cancellationToken);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            var names = batch.Select(static one => one.Name).OfType<NamedFile>().ToList();
            var answers = await missing.TestAsync(names, cancellationToken).ConfigureAwait(false);
            var next = 0;
            foreach (var one in batch)
            {
                var answer = one.Name is null ? new(IsMissing: true, Error: null) : answers[next++];
                if (answer.IsMissing || answer.Error is not null)
                {
                    yield return (one, answer.Error);
                }
            }
        }

        bool IsAnotherFile(Unmatched one)
        {
            var isOther = one.Name is not null && one.Name.Place!.CloudPath != last;
            last = one.Name?.Place!.CloudPath ?? last;
            return isOther;
        }
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
