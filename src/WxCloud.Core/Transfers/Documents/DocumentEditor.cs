using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Documents;

/// <summary>Updates, replaces, removes and counts documents. None of these calls is repeated when it may have been carried out.</summary>
internal sealed class DocumentEditor(StatementClient client)
{
    /// <summary>Changes the documents that a filter accepts; with <see langword="null"/> all of them.</summary>
    public async Task<WxCloudDocumentUpdate> UpdateAsync(string environmentId, string collection, DocumentFields? filter, DocumentFields changes, CancellationToken cancellationToken)
    {
        var reply = await client.UpdateAsync(environmentId, Chosen(collection, filter).Update(changes), cancellationToken).ConfigureAwait(false);
        return new() { Collection = collection, Matched = reply.Matched, Modified = reply.Modified };
    }

    /// <summary>Changes documents by their ids, several at a time; one outcome each.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudDocumentUpdate>> UpdateAsync(
        string environmentId, string collection, IAsyncEnumerable<DocumentChange> changes, CancellationToken cancellationToken) =>
        TransferQueue.RunAsync(
            changes,
            TransferQueue.DefaultThrottleLimit,
            (change, token) => TransferQueue.AttemptAsync($"{change.Id}", () => UpdateOneAsync(environmentId, collection, change, token), token),
            cancellationToken);

    /// <summary>Removes the documents that a filter accepts; with <see langword="null"/> all of them.</summary>
    public async Task<WxCloudDocumentRemoval> RemoveAsync(string environmentId, string collection, DocumentFields? filter, CancellationToken cancellationToken) => new()
    {
        Collection = collection,
        Removed = await client.RemoveAsync(environmentId, Chosen(collection, filter).Remove(), cancellationToken).ConfigureAwait(false),
    };

    /// <summary>Removes documents by their ids, several at a time; one outcome each.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudDocumentRemoval>> RemoveAsync(
        string environmentId, string collection, IAsyncEnumerable<object> ids, CancellationToken cancellationToken) =>
        TransferQueue.RunAsync(
            ids,
            TransferQueue.DefaultThrottleLimit,
            (id, token) => TransferQueue.AttemptAsync($"{id}", () => RemoveOneAsync(environmentId, collection, id, token), token),
            cancellationToken);

    /// <summary>Counts the documents that a filter accepts; with <see langword="null"/> all of them.</summary>
    public Task<long> CountAsync(string environmentId, string collection, DocumentFields? filter, CancellationToken cancellationToken) =>
        client.CountAsync(environmentId, CollectionStatement.On(collection).Where(filter).Count(), cancellationToken);

    /// <exception cref="WxCloudException">The filter is empty, which would take every document.</exception>
    private static CollectionStatement Chosen(string collection, DocumentFields? filter) => filter switch
    {
        null => CollectionStatement.On(collection).WhereAny(),
        { Count: 0 } => throw Error.FilterEmpty(),
        _ => CollectionStatement.On(collection).Where(filter),
    };

    private async Task<WxCloudDocumentUpdate> UpdateOneAsync(string environmentId, string collection, DocumentChange change, CancellationToken cancellationToken)
    {
        var document = CollectionStatement.On(collection).Document(change.Id);
        var statement = change.Replaces ? document.Set(change.Fields) : document.Update(change.Fields);
        var reply = await client.UpdateAsync(environmentId, statement, cancellationToken).ConfigureAwait(false);
        var isCreated = !string.IsNullOrEmpty(reply.Id);
        return reply.Matched > 0 || reply.Modified > 0 || isCreated || change.Replaces
            ? new() { Collection = collection, Id = change.Id, Matched = reply.Matched, Modified = reply.Modified, Created = isCreated }
            : throw Error.DocumentMissing($"{change.Id}", collection);
    }

    private async Task<WxCloudDocumentRemoval> RemoveOneAsync(string environmentId, string collection, object id, CancellationToken cancellationToken)
    {
        var removed = await client.RemoveAsync(environmentId, CollectionStatement.On(collection).Document(id).Remove(), cancellationToken).ConfigureAwait(false);
        return removed > 0 ? new() { Collection = collection, Id = id, Removed = removed } : throw Error.DocumentMissing($"{id}", collection);
    }
}

/// <summary>A change of one document.</summary>
/// <param name="Id">Its <c>_id</c>: a text or a number.</param>
/// <param name="Fields">The changes, or the whole new document.</param>
/// <param name="Replaces">Whether the fields are the whole document, which is made when it does not exist.</param>
internal sealed record DocumentChange(object Id, DocumentFields Fields, bool Replaces);
