using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary><c>$push</c>: values added at a position, then the array sorted and cut, in this order.</summary>
internal sealed class PushUpdate
{
    private readonly IReadOnlyList<DbValue> _values;
    private readonly int? _position;
    private readonly int? _slice;
    private readonly Func<IEnumerable<DbValue>, IEnumerable<DbValue>>? _sort;

    private PushUpdate(IReadOnlyList<DbValue> values, int? position, int? slice, Func<IEnumerable<DbValue>, IEnumerable<DbValue>>? sort)
    {
        _values = values;
        _position = position;
        _slice = slice;
        _sort = sort;
    }

    /// <exception cref="DatabaseException">A modifier is unknown or has a wrong operand.</exception>
    public static PushUpdate Compile(DbValue operand)
    {
        if (operand is not DocumentValue modifiers || modifiers["$each"].IsMissing)
        {
            return new PushUpdate([operand], null, null, null);
        }

        if (modifiers.FirstOrDefault<Field>(field => field.Name is not ("$each" or "$position" or "$slice" or "$sort")) is { Name: { } unknown })
        {
            throw DatabaseErrors.NotBuilt($"the modifier {unknown} of $push");
        }

        return new PushUpdate(ArrayUpdates.List("$each", modifiers["$each"]), Whole(modifiers, "$position"), Whole(modifiers, "$slice"), Sort(modifiers["$sort"]));
    }

    public IReadOnlyList<DbValue> Apply(ArrayValue array)
    {
        List<DbValue> items = [.. array];
        var position = _position is { } at ? at < 0 ? Math.Max(0, items.Count + at) : Math.Min(at, items.Count) : items.Count;
        items.InsertRange(position, _values);
        if (_sort is not null)
        {
            items = [.. _sort(items)];
        }

        return _slice is { } count ? [.. count >= 0 ? items.Take(count) : items.TakeLast(-count)] : items;
    }

    private static int? Whole(DocumentValue modifiers, string name)
    {
        return modifiers[name] switch
        {
            { IsMissing: true } => null,
            NumberValue number when number.ToWhole() is { } whole && whole == (int)whole => (int)whole,
            _ => throw DatabaseErrors.InvalidOperator($"The value for {name} must be a whole number"),
        };
    }

    private static Func<IEnumerable<DbValue>, IEnumerable<DbValue>>? Sort(DbValue sort)
    {
        switch (sort)
        {
            case { IsMissing: true }:
                return null;
            case NumberValue direction when Math.Abs(direction.ToDouble()) == 1:
                return direction.ToDouble() > 0 ? items => items.Order(ValueOrder.Instance) : items => items.OrderDescending(ValueOrder.Instance);
            case DocumentValue keys:
                var order = SortOrder.Compile(keys);
                return items => items.OrderBy(item => item, Comparer<DbValue>.Create(order.Compare));
            default:
                throw DatabaseErrors.InvalidOperator("The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields");
        }
    }
}
