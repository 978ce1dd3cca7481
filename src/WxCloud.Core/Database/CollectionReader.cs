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

namespace WxCloud.Database;

/// <summary>
/// Reads a collection to its end, or fails. The number of documents that the service gives is not relied on: numbers, texts and
/// ids of all other types are read one after the other, each until a page is empty. Pages of numbers and texts begin after the last
/// <c>_id</c> of the one before; the others can only be counted, so each page repeats the last document of the one before,
/// which shows whether documents before it were added or removed.
/// </summary>
internal sealed class CollectionReader(StatementClient client)
{
    private const int MaxPage = 1000;

    private static readonly IReadOnlyList<SortKey> s_byId = [new("_id", IsDescending: false)];

    private static readonly DocumentFields s_numbers = IdIs("$gte", double.MinValue);
    private static readonly DocumentFields s_texts = IdIs("$gte", string.Empty);
    private static readonly DocumentFields s_others = new() { { "$nor", new List<object?> { s_numbers, s_texts } } };

    /// <summary>Reads all documents, a page at a time; the next page is on its way while one is worked on.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="fields">The fields to read beside <c>_id</c>; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="WxCloudException">The collection could not be read to its end.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DocumentFields>> ReadAsync(
        string environmentId, string collection, IReadOnlyList<string>? fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var place = new Place(collection, fields);
        var next = FetchAsync();
        try
        {
            while (next is not null)
            {
                var read = await next.ConfigureAwait(false);
                var page = place.MoveOn(read);
                next = place.IsAtEnd ? null : FetchAsync();
                if (page.Count > 0)
                {
                    yield return page;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(next ?? Task.CompletedTask).ConfigureAwait(false);
        }

        async Task<List<DocumentFields>> FetchAsync()
        {
            while (true)
            {
                try
                {
                    var reply = await client.QueryAsync(environmentId, place.Statement(), stop.Token).ConfigureAwait(false);
                    return [.. (reply.Data ?? []).Select(static text => DocumentJson.ReadDocument(text, "tcb/databasequery"))];
                }
                catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.LimitsExceeded && place.TryShrink())
                {
                    // The documents of a page are too large for one reply.
                }
            }
        }
    }

    private static DocumentFields IdIs(string comparison, object? value) => new() { { "_id", new DocumentFields { { comparison, value } } } };

    /// <summary>The position of the reading: the kind of ids, and the document after which the next page begins.</summary>
    private sealed class Place(string collection, IReadOnlyList<string>? fields)
    {
        private DocumentFields _kind = s_numbers;
        private object? _last;
        private long _read;
        private int _limit = MaxPage;

        public bool IsAtEnd { get; private set; }

        private bool IsCounted => ReferenceEquals(_kind, s_others);

        public string Statement()
        {
            var statement = CollectionStatement.On(collection);
            statement = IsCounted || _last is null ? statement.Where(_kind) : statement.Where(IdIs("$gt", _last));
            return statement.OrderBy(s_byId).Fields(fields).Page(IsCounted ? Math.Max(0, _read - 1) : 0, _limit).Get();
        }

        /// <summary>Makes pages smaller. One that repeats a document has to hold another one.</summary>
        public bool TryShrink()
        {
            var least = IsCounted ? 2 : 1;
            var isPossible = _limit > least;
            _limit = Math.Max(least, _limit / 4);
            return isPossible;
        }

        /// <summary>Continues after a page.</summary>
        /// <returns>Its documents that were not read before.</returns>
        public List<DocumentFields> MoveOn(List<DocumentFields> page)
        {
            if (IsCounted && _read > 0)
            {
                page = page.Count > 0 && Equals(IdOf(page[0]), _last) ? page.GetRange(1, page.Count - 1) : throw Error.CollectionChanged(collection);
            }

            if (_last is not null && page.Exists(document => Equals(IdOf(document), _last)))
            {
                // Reading would never end.
                throw Error.NotAnAnswer("tcb/databasequery", "_id");
            }

            if (page.Count > 0)
            {
                _last = IdOf(page[page.Count - 1]);
                _read += page.Count;
                return page;
            }

            (_last, _read) = (null, 0);
            IsAtEnd = IsCounted;
            _kind = ReferenceEquals(_kind, s_numbers) ? s_texts : s_others;
            return page;
        }

        /// <summary>The id in a form that can be compared: a value, or the JSON of one that has no .NET type.</summary>
        private static object? IdOf(DocumentFields document) =>
            document.TryGet("_id", out var id) && id is DocumentFields or IReadOnlyList<object?> ? DocumentJson.Write(id) : id;
    }
}
