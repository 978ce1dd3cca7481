using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Commands;

/// <summary>A search in one collection.</summary>
internal sealed record FindCommand(string Collection)
{
    /// <summary>The filter; empty finds all.</summary>
    public DocumentValue Filter { get; init; } = DocumentValue.Empty;

    /// <summary>Paths with 1 or -1; empty keeps the natural order, or that of the distance with <c>$nearSphere</c>.</summary>
    public DocumentValue Sort { get; init; } = DocumentValue.Empty;

    /// <summary>The fields of the results; empty for all.</summary>
    public DocumentValue Projection { get; init; } = DocumentValue.Empty;

    /// <summary>How many results are left out at the start.</summary>
    public int Skip { get; init; }

    /// <summary>The limit of results.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>The documents found, projected.</summary>
    /// <exception cref="Errors.DatabaseException">There is no such collection, or an operator is wrong.</exception>
    public IReadOnlyList<DocumentValue> Run(IDatabaseSession session, Scope scope)
    {
        var collection = session.Collection(Collection);
        var projection = Projection.Count == 0 ? null : Queries.Projection.Compile(Projection, scope, new FilterCompiler(scope).Compile(Filter));
        var found = Ordered(collection, scope).Take(Limit).Select(stored => stored.Document);
        return [.. projection is null ? found : found.Select(projection.Apply)];
    }

    /// <summary>The number of documents that match the filter, without skip and limit.</summary>
    /// <exception cref="Errors.DatabaseException">There is no such collection, or an operator is wrong.</exception>
    public int Count(IDatabaseSession session, Scope scope)
    {
        var collection = session.Collection(Collection);
        var filter = new FilterCompiler(scope).Compile(Filter);
        if (Filter.Count == 0)
        {
            return collection.Count;
        }

        return IdRange.Of(Filter, collection) is { IsExact: true } range ? range.Count : Matching(collection, filter).Count();
    }

    /// <summary>All documents that the filter accepts, in the order of the index used or in natural order.</summary>
    public IEnumerable<StoredDocument> Matching(CollectionVersion collection, Scope scope) => Matching(collection, new FilterCompiler(scope).Compile(Filter));

    private IEnumerable<StoredDocument> Matching(CollectionVersion collection, Filter filter)
    {
        var candidates = IdRange.Of(Filter, collection)?.Documents(isDescending: false) ?? collection.InNaturalOrder;
        return candidates.Where(stored => filter.Matches(stored.Document));
    }

    private IEnumerable<StoredDocument> Ordered(CollectionVersion collection, Scope scope)
    {
        var filter = new FilterCompiler(scope).Compile(Filter);
        if (Sort.Count == 0 && NearFilter(filter) is { } near)
        {
            Nearness nearness = new((NearTest)near.Test);
            return Matching(collection, filter)
                .OrderBy(stored => nearness.Of(stored.Document, near.Path))
                .Skip(Skip);
        }

        if (Sort.Count == 0 && Filter.Count == 0)
        {
            // The index finds positions, so that the thousandth page costs no more than the first.
            return Enumerable.Range(Math.Min(Skip, collection.Count), Math.Max(0, collection.Count - Skip)).Select(i => collection.InNaturalOrder[i]);
        }

        var order = SortOrder.Compile(Sort);
        if (order.Keys is [{ Path.Text: "_id", Direction: var direction }])
        {
            return (IdRange.Of(Filter, collection) ?? IdRange.All(collection)).Documents(isDescending: direction < 0)
                .Where(stored => filter.Matches(stored.Document))
                .Skip(Skip);
        }

        var matching = Matching(collection, filter);
        return (order.Keys.Count == 0 ? matching : matching.OrderBy(stored => stored.Document, Comparer<DocumentValue>.Create(order.Compare))).Skip(Skip);
    }

    private static FieldFilter? NearFilter(Filter filter)
    {
        return filter switch
        {
            FieldFilter { Test: NearTest } field => field,
            Conjunction all => all.Parts.Select(NearFilter).FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    /// <summary>The least distance that a path of a document leads to.</summary>
    private sealed class Nearness(NearTest test) : ILeafTest
    {
        private double _nearest;

        public double Of(DocumentValue document, FieldPath path)
        {
            _nearest = double.PositiveInfinity;
            path.LeadsToAny(document, this);
            return _nearest;
        }

        public bool Accepts(DbValue leaf)
        {
            _nearest = Math.Min(_nearest, test.DistanceOf(leaf) ?? double.PositiveInfinity);
            return false;
        }
    }
}
