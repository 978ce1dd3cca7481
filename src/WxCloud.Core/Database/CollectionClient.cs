using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Database.Calls;

namespace WxCloud.Database;

/// <summary>Lists, makes and removes collections, and changes their indexes.</summary>
internal sealed class CollectionClient(ApiClient api)
{
    /// <summary>The size of a page; the service's own default is 10, and its limit is not documented.</summary>
    private const int PageSize = 100;

    /// <summary>Lists all collections, page by page.</summary>
    public async IAsyncEnumerable<WxCloudCollection> ListAsync(string environmentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long offset = 0;
        long total;
        do
        {
            var reply = await api.PostAsync(
                "tcb/databasecollectionget", new(environmentId, PageSize, offset), DatabaseJson.Instance.CollectionListRequest, DatabaseJson.Instance.CollectionListReply, cancellationToken).ConfigureAwait(false);
            var page = reply.Collections ?? [];
            foreach (var item in page)
            {
                yield return new() { Name = item.Name ?? string.Empty, Count = item.Count, Size = item.Size, IndexCount = item.IndexCount, IndexSize = item.IndexSize };
            }

            offset += page.Count;
            total = page.Count == 0 ? 0 : reply.Pager?.Total ?? (page.Count < PageSize ? 0 : long.MaxValue);
        }
        while (offset < total);
    }

    public async Task AddAsync(string environmentId, string name, CancellationToken cancellationToken) =>
        await api.PostOnceAsync("tcb/databasecollectionadd", new(environmentId, name), DatabaseJson.Instance.CollectionRequest, DatabaseJson.Instance.EmptyReply, cancellationToken).ConfigureAwait(false);

    public async Task RemoveAsync(string environmentId, string name, CancellationToken cancellationToken) =>
        await api.PostOnceAsync("tcb/databasecollectiondelete", new(environmentId, name), DatabaseJson.Instance.CollectionRequest, DatabaseJson.Instance.EmptyReply, cancellationToken).ConfigureAwait(false);

    public async Task UpdateIndexesAsync(string environmentId, string collection, IReadOnlyList<IndexToCreate> create, IReadOnlyList<IndexToDrop> drop, CancellationToken cancellationToken) =>
        await api.PostOnceAsync("tcb/updateindex", new(environmentId, collection, create, drop), DatabaseJson.Instance.IndexRequest, DatabaseJson.Instance.EmptyReply, cancellationToken).ConfigureAwait(false);
}
