using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;

namespace WxCloud.Database;

/// <summary>Runs aggregation pipelines.</summary>
internal sealed class AggregateRunner(StatementClient client)
{
    /// <summary>The limit of results. Without a limit the service returns twenty and does not report that there are more.</summary>
    private const int MaxResults = 10_000;

    /// <summary>Stages after which the number of results is decided.</summary>
    private static readonly string[] s_limiting = ["limit", "count", "sample"];

    public async Task<IReadOnlyList<DocumentFields>> RunAsync(string environmentId, string collection, IReadOnlyList<object?> stages, CancellationToken cancellationToken)
    {
        var isLimited = stages.Count > 0 && stages[stages.Count - 1] is DocumentFields { Count: 1 } last && s_limiting.Contains(last[0].Key.TrimStart('$'));
        IReadOnlyList<object?> all = isLimited ? stages : [.. stages, new DocumentFields { { "$limit", MaxResults } }];
        return await SendAsync(environmentId, CollectionStatement.On(collection).Aggregate(all), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement as it is.</summary>
    public Task<IReadOnlyList<DocumentFields>> RunAsync(string environmentId, ParsedStatement statement, CancellationToken cancellationToken) =>
        SendAsync(environmentId, statement.Text, cancellationToken);

    private async Task<IReadOnlyList<DocumentFields>> SendAsync(string environmentId, string statement, CancellationToken cancellationToken)
    {
        var reply = await client.AggregateAsync(environmentId, statement, cancellationToken).ConfigureAwait(false);
        return [.. (reply.Data ?? []).Select(static text => DocumentJson.ReadDocument(text, "tcb/databaseaggregate"))];
    }
}
