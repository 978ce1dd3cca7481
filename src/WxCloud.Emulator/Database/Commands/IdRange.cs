using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Commands;

/// <summary>
/// The part of the index on <c>_id</c> that a filter can match: single ids, or a range. Ids are never arrays, so a condition on <c>_id</c> that is
/// met by no id of the range is met by no document.
/// </summary>
internal sealed class IdRange
{
    private readonly StoredDocument[]? _single;
    private readonly ImmutableSortedSet<StoredDocument> _index;
    private readonly int _start;
    private readonly int _end;

    private IdRange(ImmutableSortedSet<StoredDocument> index, StoredDocument[]? single, int start, int end, bool isExact)
    {
        _index = index;
        _single = single;
        _start = start;
        _end = end;
        IsExact = isExact;
    }

    /// <summary>True when the filter consists of this range only, so that all of it matches.</summary>
    public bool IsExact { get; }

    public int Count => _single?.Length ?? Math.Max(0, _end - _start);

    /// <summary>The range of a filter; null when it has no condition on <c>_id</c> that narrows anything.</summary>
    public static IdRange? Of(DocumentValue filter, CollectionVersion collection)
    {
        var condition = filter["_id"];
        if (condition.IsNullish || condition is RegexValue)
        {
            return null;
        }

        if (condition is not DocumentValue { Count: > 0 } operators || operators[0].Name is not ['$', ..])
        {
            return Singles(collection, [condition], filter.Count == 1);
        }

        if (operators["$eq"] is { IsNullish: false } equal)
        {
            return Singles(collection, [equal], filter.Count == 1 && operators.Count == 1);
        }

        if (operators["$in"] is ArrayValue list && !list.Any(item => item.IsNullish || item is RegexValue))
        {
            return Singles(collection, list.Distinct(ValueOrder.Instance).Order(ValueOrder.Instance), filter.Count == 1 && operators.Count == 1);
        }

        return Between(collection, operators, filter.Count == 1);
    }

    /// <summary>The documents of the range in the order of their ids, or against it.</summary>
    public IEnumerable<StoredDocument> Documents(bool isDescending)
    {
        if (_single is not null)
        {
            return isDescending ? _single.Reverse() : _single;
        }

        return Enumerable.Range(0, Count).Select(i => _index[isDescending ? _end - 1 - i : _start + i]);
    }

    /// <summary>All ids.</summary>
    public static IdRange All(CollectionVersion collection) => new(collection.ById, null, 0, collection.Count, isExact: true);

    private static IdRange Singles(CollectionVersion collection, IEnumerable<DbValue> ids, bool isExact)
    {
        var found = ids.Select(id => collection.TryFind(id, out var stored) ? stored : null).OfType<StoredDocument>();
        return new IdRange(collection.ById, [.. found], 0, 0, isExact);
    }

    private static IdRange? Between(CollectionVersion collection, DocumentValue operators, bool isAlone)
    {
        var lower = operators["$gt"].IsMissing ? operators["$gte"] : operators["$gt"];
        var upper = operators["$lt"].IsMissing ? operators["$lte"] : operators["$lt"];
        var bound = lower.IsMissing ? upper : lower;
        if (!IsBound(bound) || (!upper.IsMissing && upper.Kind != bound.Kind))
        {
            return null;
        }

        // Without a bound on one side the range ends with the class of the other.
        var start = Position(collection, lower.IsMissing ? StoredDocument.Edge(bound, isBehind: false, isWholeClass: true) : StoredDocument.Edge(lower, isBehind: !operators["$gt"].IsMissing, isWholeClass: false));
        var end = Position(collection, upper.IsMissing ? StoredDocument.Edge(bound, isBehind: true, isWholeClass: true) : StoredDocument.Edge(upper, isBehind: operators["$lt"].IsMissing, isWholeClass: false));
        var known = (lower.IsMissing ? 0 : 1) + (upper.IsMissing ? 0 : 1);
        return new IdRange(collection.ById, null, start, end, isAlone && operators.Count == known);
    }

    private static bool IsBound(DbValue value) => value.Kind is ValueKind.Text or ValueKind.Date or ValueKind.Binary or ValueKind.Boolean || (value is NumberValue number && !double.IsNaN(number.ToDouble()));

    private static int Position(CollectionVersion collection, StoredDocument edge) => ~collection.ById.IndexOf(edge);
}
