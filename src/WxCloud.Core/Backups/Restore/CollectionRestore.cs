using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Database;
using WxCloud.Database.Calls;
using WxCloud.Database.References;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Backups.Restore;

/// <summary>Restores the documents of collections. A collection that does not exist is created.</summary>
internal sealed class CollectionRestore(CollectionClient collections, StatementClient statements, RetryPolicy retry)
{
    /// <summary>The limits of one call, as for documents that are added one by one.</summary>
    private const int MaxDocuments = 200;
    private const int MaxCharacters = 512 * 1024;

    /// <summary>The limit of calls that are in flight or answered before their results are read.</summary>
    private const int CallsAhead = 4;

    /// <summary>The collections that the environment has, with their counts.</summary>
    public async Task<Dictionary<string, long>> FindExistingAsync(string environmentId, CancellationToken cancellationToken)
    {
        var existing = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var collection in collections.ListAsync(environmentId, cancellationToken).ConfigureAwait(false))
        {
            existing[collection.Name] = collection.Count;
        }

        return existing;
    }

    /// <summary>Restores the documents of one collection; one outcome for each that failed.</summary>
    /// <param name="work">What is restored.</param>
    /// <param name="existing">How many documents the collection has; <see langword="null"/> when it does not exist.</param>
    /// <param name="report">Receives what was rewritten.</param>
    /// <param name="meter">Counts the bytes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async IAsyncEnumerable<Outcome<string, RestoredDocument>> RunAsync(
        CollectionWork work, long? existing, RestoreReport? report, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (options, entry, path, _, _, tally) = work;
        if (existing is null && !options.IsPlan)
        {
            await CreateAsync(options.EnvironmentId, entry.Name, cancellationToken).ConfigureAwait(false);
        }

        tally.CollectionsCreated += existing is null ? 1 : 0;
        using var progress = meter?.Begin(entry.Name, entry.Length);
        var writer = existing is null && options.IsPlan ? null : new DocumentWriter(statements, retry, options, entry.Name, existing > 0);
        var written = WorkAhead.RunAsync(BatchesAsync(path), CallsAhead, (batch, token) => Task.Run(() => WriteAsync(work, batch, writer, token), token), cancellationToken);
        await foreach (var batch in written.ConfigureAwait(false))
        {
            foreach (var outcome in batch.Outcomes)
            {
                if (outcome.Error is not null)
                {
                    yield return outcome;
                    continue;
                }

                tally.Add(outcome.Value!);
                report?.Add(entry.Name, outcome.Value!);
            }

            progress?.Report(batch.Characters);
        }
    }

    /// <summary>The lines of the file in batches of one call each.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<string>> BatchesAsync(string path)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var batch = new List<string>();
        var length = 0;
        foreach (var line in LineFileReader.Read(path))
        {
            if (batch.Count == MaxDocuments || (batch.Count > 0 && length + line.Length > MaxCharacters))
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(line);
            length += line.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static async Task<(List<Outcome<string, RestoredDocument>> Outcomes, long Characters)> WriteAsync(
        CollectionWork work, IReadOnlyList<string> lines, DocumentWriter? writer, CancellationToken cancellationToken)
    {
        var outcomes = new List<Outcome<string, RestoredDocument>>(lines.Count);
        var documents = new List<RestoredDocument>(lines.Count);
        var characters = 0L;
        foreach (var line in lines)
        {
            characters += line.Length;
            try
            {
                documents.Add(RestoredDocument.Read(line, work.Entry.Name, work.References, work.Root));
            }
            catch (WxCloudException e)
            {
                outcomes.Add(new(work.Entry.Name, e));
            }
        }

        if (writer is not null)
        {
            await writer.WriteAsync(documents, cancellationToken).ConfigureAwait(false);
        }

        foreach (var document in documents)
        {
            if (writer is null)
            {
                document.Result = RestoreResult.Inserted;
            }

            outcomes.Add(document.Failure is { } error ? new($"{work.Entry.Name}/{document.Id}", error) : new($"{document.Id}", document));
        }

        return (outcomes, characters);
    }

    /// <summary>Creates a collection. An existing one is no error: an interrupted restore may have created it.</summary>
    private async Task CreateAsync(string environmentId, string name, CancellationToken cancellationToken)
    {
        try
        {
            await retry.RunAsync(AddAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            throw e.For(name);
        }

        async ValueTask<bool> AddAsync(CancellationToken token)
        {
            try
            {
                await collections.AddAsync(environmentId, name, token).ConfigureAwait(false);
                return true;
            }
            catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.ResourceExists)
            {
                // Another process created it in the meantime, or the call before this one.
                return false;
            }
            catch (WxCloudException e) when (e.IsOfTheNetwork)
            {
                throw Error.MayBeSentAgain(e);
            }
        }
    }
}

/// <summary>The documents of one collection, to be restored.</summary>
/// <param name="Options">What is restored, and where to.</param>
/// <param name="Entry">The collection.</param>
/// <param name="Path">Its file.</param>
/// <param name="References">Finds fileIDs of the environment that it was saved from.</param>
/// <param name="Root">The new environment and bucket of the fileIDs; <see langword="null"/> keeps the old ones.</param>
/// <param name="Tally">Counts what is restored.</param>
internal sealed record CollectionWork(RestoreOptions Options, CollectionEntry Entry, string Path, DocumentReferences References, string? Root, RestoreTally Tally);

/// <summary>Writes one line for each document in which fileIDs were rewritten.</summary>
internal sealed class RestoreReport(LineFileWriter lines) : IDisposable
{
    public void Add(string collection, RestoredDocument document)
    {
        if (document.Rewritten.Count > 0)
        {
            lines.Write(JsonSerializer.Serialize(new RewrittenDocument(collection, $"{document.Id}", document.Result, document.Rewritten), RestoreJson.Instance.RewrittenDocument));
        }
    }

    public void Commit() => lines.Commit();

    public void Dispose() => lines.Dispose();
}

/// <summary>A line of the report.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Id">The <c>_id</c> of the document.</param>
/// <param name="Result">Whether it was inserted, replaced or present.</param>
/// <param name="Fields">The places of the fileIDs that were rewritten.</param>
internal sealed record RewrittenDocument(string Collection, string Id, RestoreResult Result, IReadOnlyList<string> Fields);

/// <summary>The JSON of the report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RewrittenDocument))]
internal sealed partial class RestoreJson : JsonSerializerContext
{
    private static RestoreJson? s_instance;

    public static RestoreJson Instance => s_instance ??= new(new JsonSerializerOptions(Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
