using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Documents;

/// <summary>Reads documents by their ids, many in one call; one outcome each, in the order of the ids.</summary>
internal sealed class DocumentFinder(StatementClient client)
{
    private const int MaxIds = 100;

    private const int CallsAhead = 4;

    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(100);

    public async IAsyncEnumerable<Outcome<string, DocumentFields>> FindAsync(
        string environmentId,
        string collection,
        IAsyncEnumerable<object> ids,
        IReadOnlyList<string>? fields,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = Batches.GatherAsync(ids, MaxIds, static _ => true, s_maxWait, cancellationToken);
        await foreach (var found in WorkAhead.RunAsync(batches, CallsAhead, FindBatchAsync, cancellationToken).ConfigureAwait(false))
        {
            foreach (var outcome in found)
            {
                yield return outcome;
            }
        }

        async Task<IReadOnlyList<Outcome<string, DocumentFields>>> FindBatchAsync(IReadOnlyList<object> batch, CancellationToken token)
        {
            var statement = CollectionStatement.On(collection).WhereIdIn([.. batch]).Fields(fields).Page(0, batch.Count).Get();
            var reply = await client.QueryAsync(environmentId, statement, token).ConfigureAwait(false);
            var documents = new Dictionary<string, DocumentFields>(StringComparer.Ordinal);
            foreach (var text in reply.Data ?? [])
            {
                var document = DocumentJson.ReadDocument(text, "tcb/databasequery");
                if (document.TryGet("_id", out var id))
                {
                    documents[DocumentJson.Write(id)] = document;
                }
            }

            return [.. batch.Select(id => documents.TryGetValue(DocumentJson.Write(id), out var document)
                ? new Outcome<string, DocumentFields>($"{id}", document)
                : new($"{id}", Error.DocumentMissing($"{id}", collection)))];
        }
    }
}
