using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class ArrayOperators
{
    private const int MaxRange = 1_000_000;

    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Binary("$arrayElemAt", (array, index) => array.IsNullish || index.IsNullish ? DbValue.Null : At(Items("$arrayElemAt", array), Whole("$arrayElemAt", index))),
        Operator.Unary("$first", array => array.IsNullish ? DbValue.Null : At(Items("$first", array), 0)),
        Operator.Unary("$last", array => array.IsNullish ? DbValue.Null : At(Items("$last", array), -1)),
        Operator.Variadic("$concatArrays", Concat),
        new("$indexOfArray", 2, 4, IndexOf),
        Operator.Unary("$isArray", value => BooleanValue.Of(value is ArrayValue)),
        new("$range", 2, 3, Range),
        Operator.Unary("$reverseArray", array => array.IsNullish ? DbValue.Null : new ArrayValue([.. Items("$reverseArray", array).Reverse()])),
        Operator.Unary("$size", array => NumberValue.Of(Items("$size", array).Count)),
        new("$slice", 2, 3, Slice),
        Operator.Named("$zip", Zip),
    ];

    /// <exception cref="DatabaseException">The value is no array.</exception>
    public static ArrayValue Items(string name, DbValue value)
    {
        return value as ArrayValue ?? throw DatabaseErrors.RequestFailed("Aggregate", $"The argument to {name} must be an array, but was of type: {value.TypeName}");
    }

    /// <exception cref="DatabaseException">The value is not a whole number of 32 bits.</exception>
    public static int Whole(string name, DbValue value)
    {
        return value is NumberValue number && number.ToWhole() is { } whole && whole == (int)whole
            ? (int)whole
            : throw DatabaseErrors.RequestFailed("Aggregate", $"{name} requires a whole number of 32 bits, found: {value}");
    }

    /// <summary>Cuts an array as <c>$slice</c> does: the first n, the last -n, or n from a position.</summary>
    public static ArrayValue Cut(ArrayValue array, int? position, int count)
    {
        if (position is not { } start)
        {
            return new ArrayValue(count >= 0 ? [.. array.Take(count)] : [.. array.Skip(Math.Max(0, array.Count + count))]);
        }

        start = start < 0 ? Math.Max(0, array.Count + start) : Math.Min(start, array.Count);
        return new ArrayValue([.. array.Skip(start).Take(count)]);
    }

    private static DbValue At(ArrayValue array, int index)
    {
        index = index < 0 ? array.Count + index : index;
        return index >= 0 && index < array.Count ? array[index] : DbValue.Missing;
    }

    private static DbValue Concat(DbValue[] arrays)
    {
        return arrays.Any(array => array.IsNullish) ? DbValue.Null : new ArrayValue([.. arrays.SelectMany(array => Items("$concatArrays", array))]);
    }

    private static DbValue IndexOf(DbValue[] arguments)
    {
        if (arguments[0].IsNullish)
        {
            return DbValue.Null;
        }

        var items = Items("$indexOfArray", arguments[0]);
        var start = arguments.Length > 2 ? Whole("$indexOfArray", arguments[2]) : 0;
        var end = arguments.Length > 3 ? Math.Min(Whole("$indexOfArray", arguments[3]), items.Count) : items.Count;
        for (var i = Math.Max(0, start); i < end; i++)
        {
            if (ValueOrder.AreEqual(items[i], arguments[1]))
            {
                return NumberValue.Of(i);
            }
        }

        return NumberValue.Of(-1);
    }

    private static ArrayValue Range(DbValue[] arguments)
    {
        int start = Whole("$range", arguments[0]), end = Whole("$range", arguments[1]);
        var step = arguments.Length > 2 ? Whole("$range", arguments[2]) : 1;
        if (step == 0)
        {
            throw DatabaseErrors.RequestFailed("Aggregate", "$range requires a non-zero step value");
        }

        if (((long)end - start) / step > MaxRange)
        {
            throw DatabaseErrors.RequestFailed("Aggregate", $"$range makes at most {MaxRange} numbers");
        }

        List<DbValue> numbers = [];
        for (long i = start; step > 0 ? i < end : i > end; i += step)
        {
            numbers.Add(NumberValue.Narrowest(i));
        }

        return new ArrayValue(numbers);
    }

    private static DbValue Slice(DbValue[] arguments)
    {
        if (arguments.Any(value => value.IsNullish))
        {
            return DbValue.Null;
        }

        var array = Items("$slice", arguments[0]);
        if (arguments.Length == 2)
        {
            return Cut(array, null, Whole("$slice", arguments[1]));
        }

        var count = Whole("$slice", arguments[2]);
        return count > 0 ? Cut(array, Whole("$slice", arguments[1]), count) : throw DatabaseErrors.RequestFailed("Aggregate", "Third argument to $slice must be positive");
    }

    private static DbValue Zip(DocumentValue arguments)
    {
        var inputs = Items("$zip", arguments["inputs"]);
        if (inputs.Any(input => input.IsNullish))
        {
            return DbValue.Null;
        }

        var arrays = inputs.Select(input => Items("$zip", input)).ToArray();
        var useLongest = arguments["useLongestLength"].IsTrue;
        var defaults = arguments["defaults"] as ArrayValue;
        if (defaults is not null && (!useLongest || defaults.Count != arrays.Length))
        {
            throw DatabaseErrors.InvalidOperator("$zip takes defaults only with useLongestLength, one per input");
        }

        var length = arrays.Length == 0 ? 0 : useLongest ? arrays.Max(array => array.Count) : arrays.Min(array => array.Count);
        var rows = Enumerable.Range(0, length).Select(row => new ArrayValue(
            [.. arrays.Select((array, column) => row < array.Count ? array[row] : defaults?[column] ?? DbValue.Null)]));
        return new ArrayValue([.. rows]);
    }
}
