using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;

namespace WxCloud.Database.Calls;

/// <summary>The six calls with a statement.</summary>
internal sealed class StatementClient(ApiClient api)
{
    public ValueTask<DocumentsReply> QueryAsync(string environmentId, string statement, CancellationToken cancellationToken) =>
        api.PostAsync("tcb/databasequery", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.DocumentsReply, cancellationToken);

    public ValueTask<DocumentsReply> AggregateAsync(string environmentId, string statement, CancellationToken cancellationToken) =>
        api.PostAsync("tcb/databaseaggregate", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.DocumentsReply, cancellationToken);

    public async Task<long> CountAsync(string environmentId, string statement, CancellationToken cancellationToken)
    {
        var reply = await api.PostAsync("tcb/databasecount", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.CountReply, cancellationToken).ConfigureAwait(false);
        return reply.Count;
    }

    /// <summary>Adds documents. The call is sent once; whether a failed one did its work is for the caller to find out.</summary>
    public ValueTask<AddReply> AddAsync(string environmentId, string statement, CancellationToken cancellationToken) =>
        api.PostWithoutRetryAsync("tcb/databaseadd", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.AddReply, cancellationToken);

    public ValueTask<UpdateReply> UpdateAsync(string environmentId, string statement, CancellationToken cancellationToken) =>
        api.PostOnceAsync("tcb/databaseupdate", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.UpdateReply, cancellationToken);

    public async Task<long> RemoveAsync(string environmentId, string statement, CancellationToken cancellationToken)
    {
        var reply = await api.PostOnceAsync("tcb/databasedelete", new(environmentId, statement), DatabaseJson.Instance.StatementRequest, DatabaseJson.Instance.RemoveReply, cancellationToken).ConfigureAwait(false);
        return reply.Deleted;
    }
}
