using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Documents;

/// <summary>
/// Adds documents in batches. Every document has its <c>_id</c> before it is sent: after a call of unknown outcome the ids say what
/// was stored, so that a retry adds nothing twice.
/// </summary>
internal sealed class DocumentInserter(StatementClient client, RetryPolicy retry)
{
    /// <summary>The limits of one call. The service documents none; these keep a call far below a second.</summary>
    private const int MaxDocuments = 200;
    private const int MaxCharacters = 512 * 1024;

    /// <summary>The limit of calls that are in flight or answered before their results are read.</summary>
    private const int CallsAhead = 4;

    /// <summary>How long a batch that is not full waits for another document.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds any number of documents; one outcome each, in their order.</summary>
    /// <exception cref="WxCloudException">There is no such collection, or every other document would fail as well.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudDocumentId>> AddAsync(
        string environmentId,
        string collection,
        IAsyncEnumerable<Outcome<string, NewDocument>> documents,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = Batches.GatherAsync(documents, MaxDocuments, static item => item.Error is null, s_maxWait, cancellationToken);
        var added = WorkAhead.RunAsync(batches, CallsAhead, (batch, token) => AddBatchAsync(environmentId, collection, batch, token), cancellationToken);
        await foreach (var outcomes in added.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var outcome in outcomes)
            {
                yield return outcome;
            }
        }
    }

    private async Task<IReadOnlyList<Outcome<string, WxCloudDocumentId>>> AddBatchAsync(
        string environmentId, string collection, IReadOnlyList<Outcome<string, NewDocument>> batch, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<NewDocument, WxCloudException>();
        foreach (var part in Cut(batch.Select(static item => item.Value).OfType<NewDocument>()))
        {
            await AddPartAsync(environmentId, collection, part, errors, cancellationToken).ConfigureAwait(false);
        }

        return [.. batch.Select(item => item.Value is not { } document ? new(item.Item, item.Error!)
            : errors.TryGetValue(document, out var error) ? new(item.Item, error)
            : new Outcome<string, WxCloudDocumentId>(item.Item, new WxCloudDocumentId { Id = document.Id, Collection = collection }))];
    }

    /// <summary>Cuts a batch by the length of its text; a single document may be longer.</summary>
    private static IEnumerable<List<NewDocument>> Cut(IEnumerable<NewDocument> documents)
    {
        var part = new List<NewDocument>();
        var length = 0;
        foreach (var document in documents)
        {
            if (part.Count > 0 && length + document.Literal.Length > MaxCharacters)
            {
                yield return part;
                (part, length) = ([], 0);
            }

            part.Add(document);
            length += document.Literal.Length;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task AddPartAsync(
        string environmentId, string collection, List<NewDocument> part, Dictionary<NewDocument, WxCloudException> errors, CancellationToken cancellationToken)
    {
        var left = part;
        var isRepeated = false;
        try
        {
            await retry.RunAsync(SendAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            if (e.Category is WxCloudErrorCategory.ObjectNotFound or WxCloudErrorCategory.PermissionDenied)
            {
                throw e.For(collection);
            }

            await SettleAsync(environmentId, collection, part, e, errors, cancellationToken).ConfigureAwait(false);
        }

        async ValueTask<bool> SendAsync(CancellationToken token)
        {
            if (isRepeated)
            {
                var stored = await FindAsync(environmentId, collection, left, token).ConfigureAwait(false);
                left = [.. left.Where(document => !IsOurs(document, stored))];
            }

            isRepeated = true;
            if (left.Count > 0)
            {
                await client.AddAsync(environmentId, CollectionStatement.On(collection).AddLiterals(left.Select(static document => document.Literal)), token).ConfigureAwait(false);
            }

            return true;
        }
    }

    /// <summary>Looks up which documents of a refused call are stored, and adds the others one by one, so that a bad document does not affect the others.</summary>
    private async Task SettleAsync(
        string environmentId,
        string collection,
        List<NewDocument> part,
        WxCloudException failure,
        Dictionary<NewDocument, WxCloudException> errors,
        CancellationToken cancellationToken)
    {
        var stored = await FindAsync(environmentId, collection, part, cancellationToken).ConfigureAwait(false);
        foreach (var document in part)
        {
            if (IsOurs(document, stored) && !IsNamed(document, failure))
            {
                continue;
            }

            if (part.Count == 1)
            {
                errors[document] = failure;
            }
            else
            {
                await AddPartAsync(environmentId, collection, [document], errors, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The documents that are stored under the ids of these, by the literal of the id.</summary>
    private async Task<Dictionary<string, DocumentFields>> FindAsync(
        string environmentId, string collection, List<NewDocument> documents, CancellationToken cancellationToken)
    {
        var statement = CollectionStatement.On(collection).WhereIdIn([.. documents.Select(static document => document.Id)]).Page(0, documents.Count).Get();
        var reply = await client.QueryAsync(environmentId, statement, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, DocumentFields>(StringComparer.Ordinal);
        foreach (var text in reply.Data ?? [])
        {
            var document = DocumentJson.ReadDocument(text, "tcb/databasequery");
            if (document.TryGet("_id", out var id))
            {
                found[Literal(id)] = document;
            }
        }

        return found;
    }

    /// <summary>Whether a stored document is the one that was sent. An id that was generated here is sufficient; otherwise the content is compared.</summary>
    private static bool IsOurs(NewDocument document, Dictionary<string, DocumentFields> stored) =>
        stored.TryGetValue(Literal(document.Id), out var found) && (!document.HasOwnId || Literal(found) == document.Literal);

    /// <summary>Whether the service named this document as the one that exists already.</summary>
    private static bool IsNamed(NewDocument document, WxCloudException failure) =>
        failure.Category == WxCloudErrorCategory.ResourceExists && document.HasOwnId && failure.Errmsg?.Contains($"{document.Id}") == true;

    private static string Literal(object? value) => new LiteralWriter().Value(value).ToString();
}
