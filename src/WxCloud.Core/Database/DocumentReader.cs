using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database.Calls;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;

namespace WxCloud.Database;

/// <summary>
/// Reads documents page by page. Without another order each page begins after the last <c>_id</c> of the one before, so that nothing
/// is lost or read twice while others write; with an order, or beside ids that cannot be compared, pages are counted.
/// </summary>
internal sealed class DocumentReader(StatementClient client)
{
    /// <summary>The largest page that public code requests over HTTP; a smaller limit of the service is detected.</summary>
    private const int MaxPage = 1000;

    /// <summary>Reads what a search finds, a page at a time; the next page is on its way while one is worked on.</summary>
    /// <exception cref="WxCloudException">The service refused, or a filter or field is not possible.</exception>
    public IAsyncEnumerable<IReadOnlyList<DocumentFields>> ReadAsync(string environmentId, DocumentSearch search, CancellationToken cancellationToken) =>
        ParseAsync(ReadTextsAsync(environmentId, search, cancellationToken), cancellationToken);

    /// <summary>The same as the JSON texts that the service gave, with all their types.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ReadTextsAsync(string environmentId, DocumentSearch search, CancellationToken cancellationToken) =>
        ReadAsync(environmentId, new SearchPages(search), search.First, cancellationToken);

    /// <summary>Reads the results of a statement. A statement with its own limit is sent once, unchanged.</summary>
    public IAsyncEnumerable<IReadOnlyList<DocumentFields>> ReadAsync(string environmentId, ParsedStatement statement, long skip, long? first, CancellationToken cancellationToken) =>
        statement.HasPage
            ? ReadOnceAsync(environmentId, statement, skip, first, cancellationToken)
            : ParseAsync(ReadAsync(environmentId, new StatementPages(statement, skip), first, cancellationToken), cancellationToken);

    private static List<DocumentFields> Parse(IEnumerable<string> texts) => [.. texts.Select(static text => DocumentJson.ReadDocument(text, "tcb/databasequery"))];

    private async IAsyncEnumerable<IReadOnlyList<DocumentFields>> ReadOnceAsync(
        string environmentId, ParsedStatement statement, long skip, long? first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reply = await client.QueryAsync(environmentId, statement.Text, cancellationToken).ConfigureAwait(false);
        yield return Parse((reply.Data ?? []).Skip((int)Math.Min(skip, int.MaxValue)).Take((int)Math.Min(first ?? int.MaxValue, int.MaxValue)));
    }

    private static async IAsyncEnumerable<IReadOnlyList<DocumentFields>> ParseAsync(IAsyncEnumerable<IReadOnlyList<string>> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return Parse(page);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(
        string environmentId, IPages pages, long? first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = first ?? long.MaxValue;
        var limit = MaxPage;
        var next = left == 0 ? null : FetchAsync();
        try
        {
            while (next is not null)
            {
                var page = await next.ConfigureAwait(false);
                var texts = page.Data ?? [];
                left -= texts.Count;
                next = null;
                if (left > 0 && pages.MoveOn(texts, page.Pager?.Total, limit))
                {
                    next = FetchAsync();
                }

                yield return texts;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(next ?? Task.CompletedTask).ConfigureAwait(false);
        }

        async Task<DocumentsReply> FetchAsync()
        {
            while (true)
            {
                try
                {
                    return await client.QueryAsync(environmentId, pages.Statement((int)Math.Min(left, limit)), stop.Token).ConfigureAwait(false);
                }
                catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.LimitsExceeded && limit > 1)
                {
                    // The documents of a page are too large for one reply.
                    limit = Math.Max(1, limit / 4);
                }
            }
        }
    }

    /// <summary>Where the next page begins.</summary>
    private interface IPages
    {
        string Statement(int limit);

        /// <summary>Continues after a page.</summary>
        /// <param name="page">Its documents.</param>
        /// <param name="total">The number of documents that match the statement's filter; <see langword="null"/> when the service did not return it.</param>
        /// <param name="limit">The requested number of documents.</param>
        /// <returns>Whether there may be more.</returns>
        bool MoveOn(IReadOnlyList<string> page, long? total, int limit);
    }

    private sealed class SearchPages(DocumentSearch search) : IPages
    {
        private static readonly SortKey s_id = new("_id", IsDescending: false);

        private readonly bool _isById = search.OrderBy.Count == 0 && !search.IsByDistance;
        private bool _isCounted = search.OrderBy.Count > 0 || search.IsByDistance;
        private long _skip = search.Skip;
        private long _read;
        private DocumentFields? _after;
        private bool _afterIsNumber;

        public string Statement(int limit)
        {
            var keys = search.IsByDistance ? [] : _isById || search.OrderBy.Any(static key => key.Field == "_id") ? (_isById ? [s_id] : search.OrderBy) : [.. search.OrderBy, s_id];
            return CollectionStatement.On(search.Collection).Where(search.Filter, _after).OrderBy(keys).Fields(search.Fields).Page(_skip, limit).Get();
        }

        public bool MoveOn(IReadOnlyList<string> page, long? total, int limit)
        {
            _read += page.Count;
            var hasMore = page.Count > 0 && (total is { } all ? all > _skip + page.Count : page.Count >= limit);
            if (_isCounted)
            {
                _skip += page.Count;
                return hasMore;
            }

            if (page.Count == 0)
            {
                return SkipNumbers();
            }

            DocumentJson.ReadDocument(page[page.Count - 1], "tcb/databasequery").TryGet("_id", out var id);
            if (id is int or long or double || (id is string && !page[page.Count - 1].Contains("\"$oid\"", StringComparison.Ordinal)))
            {
                // A comparison matches values of its own type only, and numbers precede texts.
                _after = new() { { "_id", new DocumentFields { { "$gt", id } } } };
                _afterIsNumber = id is not string;
                _skip = 0;
                return hasMore || SkipNumbers();
            }

            _isCounted = true;
            _after = null;
            _skip = search.Skip + _read;
            return hasMore;
        }

        /// <summary>After the last number, continues with the first text.</summary>
        private bool SkipNumbers()
        {
            var moves = _afterIsNumber;
            if (moves)
            {
                _after = new() { { "_id", new DocumentFields { { "$gte", string.Empty } } } };
                _afterIsNumber = false;
            }

            return moves;
        }
    }

    private sealed class StatementPages(ParsedStatement statement, long skip) : IPages
    {
        private long _skip = skip;

        public string Statement(int limit) => statement.WithCalls($"{(statement.HasOrder || statement.IsByDistance ? string.Empty : ".orderBy(\"_id\",\"asc\")")}.skip({_skip}).limit({limit})");

        public bool MoveOn(IReadOnlyList<string> page, long? total, int limit)
        {
            _skip += page.Count;
            return page.Count > 0 && (total is { } all ? all > _skip : page.Count >= limit);
        }
    }
}
