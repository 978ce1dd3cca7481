using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Backups.Restore;

/// <summary>
/// Writes saved documents to a collection. After an interruption, and after a call of unknown outcome, their ids show which are stored
/// already: nothing is added twice, and a document with the same content is not changed.
/// </summary>
internal sealed class DocumentWriter(StatementClient client, RetryPolicy retry, RestoreOptions options, string collection, bool mayHaveDocuments)
{
    /// <summary>Whether documents are looked up before they are sent, because those before them were stored already.</summary>
    private volatile bool _looksUpFirst = mayHaveDocuments || options.IsPlan || options.ConflictMode == WxConflictMode.Upsert;

    /// <summary>Writes documents; each has its result or its failure afterwards.</summary>
    /// <exception cref="WxCloudException">The collection cannot be written.</exception>
    public async Task WriteAsync(IReadOnlyList<RestoredDocument> documents, CancellationToken cancellationToken)
    {
        if (_looksUpFirst)
        {
            var left = await SettleAsync(documents, RestoreResult.Present, cancellationToken).ConfigureAwait(false);
            _looksUpFirst = left.Count < documents.Count || options.IsPlan || options.ConflictMode == WxConflictMode.Upsert;
            documents = left;
        }

        if (options.IsPlan)
        {
            foreach (var document in documents)
            {
                document.Result = RestoreResult.Inserted;
            }
        }
        else if (documents.Count > 0)
        {
            await AddAsync(documents, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(IReadOnlyList<RestoredDocument> documents, CancellationToken cancellationToken)
    {
        var left = documents;
        var isRepeated = false;
        try
        {
            await retry.RunAsync(SendAsync, cancellationToken).ConfigureAwait(false);
            foreach (var document in left)
            {
                document.Result = RestoreResult.Inserted;
            }
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            if (e.Category is WxCloudErrorCategory.ObjectNotFound or WxCloudErrorCategory.PermissionDenied)
            {
                throw e.For(collection);
            }

            await AddRestAsync(left, e, cancellationToken).ConfigureAwait(false);
        }

        async ValueTask<bool> SendAsync(CancellationToken token)
        {
            if (isRepeated)
            {
                left = await SettleAsync(left, RestoreResult.Inserted, token).ConfigureAwait(false);
            }

            isRepeated = true;
            if (left.Count > 0)
            {
                await client.AddAsync(options.EnvironmentId, CollectionStatement.On(collection).AddLiterals(left.Select(static document => document.AddLiteral)), token).ConfigureAwait(false);
            }

            return true;
        }
    }

    /// <summary>Adds the documents of a refused call in smaller and smaller parts, so that one bad document does not keep out the others.</summary>
    private async Task AddRestAsync(IReadOnlyList<RestoredDocument> documents, WxCloudException failure, CancellationToken cancellationToken)
    {
        var left = await SettleAsync(documents, failure.Category == WxCloudErrorCategory.ResourceExists ? RestoreResult.Present : RestoreResult.Inserted, cancellationToken).ConfigureAwait(false);
        _looksUpFirst |= left.Count < documents.Count;
        if (left.Count == 1 && documents.Count == 1)
        {
            left[0].Failure = failure;
        }
        else if (left.Count > 0)
        {
            var half = left.Count < documents.Count ? left.Count : left.Count / 2;
            await AddAsync([.. left.Take(half)], cancellationToken).ConfigureAwait(false);
            if (half < left.Count)
            {
                await AddAsync([.. left.Skip(half)], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks the documents up, and sets the result of those that are stored.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="same">The result of one that is stored with the same content.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The documents that are not stored.</returns>
    private async Task<IReadOnlyList<RestoredDocument>> SettleAsync(IReadOnlyList<RestoredDocument> documents, RestoreResult same, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(documents, cancellationToken).ConfigureAwait(false);
        var left = new List<RestoredDocument>(documents.Count);
        foreach (var document in documents)
        {
            if (!stored.TryGetValue(document.IdLiteral, out var found))
            {
                left.Add(document);
            }
            else if (document.HasSameContentAs(found))
            {
                document.Result = same;
            }
            else if (options.ConflictMode == WxConflictMode.Upsert)
            {
                await ReplaceAsync(document, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                document.Failure = Error.RestoredDocumentDiffers($"{document.Id}", collection);
            }
        }

        return left;
    }

    /// <summary>Replaces a document. Replacing is idempotent, so the call may be repeated.</summary>
    private async Task ReplaceAsync(RestoredDocument document, CancellationToken cancellationToken)
    {
        try
        {
            if (!options.IsPlan)
            {
                await retry.RunAsync(SetAsync, cancellationToken).ConfigureAwait(false);
            }

            document.Result = RestoreResult.Replaced;
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            document.Failure = e;
        }

        async ValueTask<bool> SetAsync(CancellationToken token)
        {
            try
            {
                await client.UpdateAsync(options.EnvironmentId, CollectionStatement.On(collection).Document(document.Id).Set(document.Content), token).ConfigureAwait(false);
                return true;
            }
            catch (WxCloudException e) when (e.IsOfTheNetwork)
            {
                throw Error.MayBeSentAgain(e);
            }
        }
    }

    private async Task<Dictionary<string, DocumentFields>> FindAsync(IReadOnlyList<RestoredDocument> documents, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, DocumentFields>(StringComparer.Ordinal);
        try
        {
            var statement = CollectionStatement.On(collection).WhereIdIn([.. documents.Select(static document => document.Id)]).Page(0, documents.Count).Get();
            var reply = await client.QueryAsync(options.EnvironmentId, statement, cancellationToken).ConfigureAwait(false);
            foreach (var text in reply.Data ?? [])
            {
                var document = DocumentJson.ReadExactDocument(text, "tcb/databasequery");
                if (document.TryGet("_id", out var id))
                {
                    found[RestoredDocument.Literal(id)] = document;
                }
            }
        }
        catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.LimitsExceeded && documents.Count > 1)
        {
            // The stored documents are too large for one reply.
            foreach (var part in new[] { documents.Take(documents.Count / 2), documents.Skip(documents.Count / 2) })
            {
                foreach (var (id, document) in await FindAsync([.. part], cancellationToken).ConfigureAwait(false))
                {
                    found[id] = document;
                }
            }
        }

        return found;
    }
}
