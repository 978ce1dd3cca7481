using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>Puts a value in the place of another, which may be missing.</summary>
internal sealed class ValueUpdate(FieldPath path, Func<DbValue, DbValue> edit, bool isCreating = true) : PathUpdate(path)
{
    public override PathUpdate At(FieldPath other) => new ValueUpdate(other, edit, isCreating);

    public override DocumentValue Apply(DocumentValue document) => PathEditor.Edit(document, Path, edit, isCreating);
}

/// <summary>Changes an array.</summary>
internal sealed class ArrayUpdate(string name, FieldPath path, Func<ArrayValue, IReadOnlyList<DbValue>> edit, bool isCreating) : PathUpdate(path)
{
    public override PathUpdate At(FieldPath other) => new ArrayUpdate(name, other, edit, isCreating);

    public override DocumentValue Apply(DocumentValue document) => PathEditor.Edit(document, Path, Edit, isCreating);

    private DbValue Edit(DbValue old)
    {
        return old switch
        {
            ArrayValue array => new ArrayValue(edit(array)),
            { IsMissing: true } => isCreating ? new ArrayValue(edit(ArrayValue.Empty)) : old,
            _ => throw DatabaseErrors.RequestFailed("Update", $"The field '{Path.Text}' must be an array but is of type {old.TypeName} ({name})"),
        };
    }
}

/// <summary>Moves a value to another path, over what is there.</summary>
internal sealed class Renaming(FieldPath path, FieldPath target) : PathUpdate(path)
{
    public override IEnumerable<FieldPath> Paths => [Path, target];

    public override PathUpdate At(FieldPath other) => new Renaming(other, target);

    public override DocumentValue Apply(DocumentValue document)
    {
        DbValue moved = DbValue.Missing;
        var without = PathEditor.Edit(
            document,
            Path,
            old =>
            {
                moved = old;
                return DbValue.Missing;
            },
            isCreating: false);
        return moved.IsMissing ? document : PathEditor.Edit(without, target, _ => moved, isCreating: true);
    }
}

internal static class NumberUpdates
{
    public static Func<DbValue, DbValue> Increment(FieldPath path, DbValue operand)
    {
        var amount = Number("$inc", path, operand);
        return old => old.IsMissing ? amount : Arithmetic(path, "$inc", old, number => Expressions.Arithmetic.Add(number, amount));
    }

    public static Func<DbValue, DbValue> Multiply(FieldPath path, DbValue operand)
    {
        var factor = Number("$mul", path, operand);
        return old => Arithmetic(path, "$mul", old.IsMissing ? NumberValue.Of(0) : old, number => Expressions.Arithmetic.Multiply(number, factor));
    }

    /// <summary>The operations of <c>$bit</c>, in order, on whole numbers.</summary>
    public static Func<DbValue, DbValue> Bits(FieldPath path, DbValue operand)
    {
        if (operand is not DocumentValue { Count: > 0 } operations || operations.Any<Field>(field => field.Name is not ("and" or "or" or "xor") || field.Value is not IntegerValue))
        {
            throw DatabaseErrors.InvalidOperator($"$bit of '{path.Text}' needs an object with 'and', 'or' or 'xor' and whole numbers");
        }

        return old => operations.Aggregate(WholeOrZero(path, old), (number, operation) =>
        {
            var mask = (IntegerValue)operation.Value;
            var result = operation.Name switch
            {
                "and" => number.Value & mask.Value,
                "or" => number.Value | mask.Value,
                _ => number.Value ^ mask.Value,
            };
            return number.Type == NumberType.Int64 || mask.Type == NumberType.Int64 ? new IntegerValue(result, NumberType.Int64) : new IntegerValue(result, NumberType.Int32);
        });
    }

    private static IntegerValue WholeOrZero(FieldPath path, DbValue old)
    {
        return old switch
        {
            { IsMissing: true } => new IntegerValue(0, NumberType.Int32),
            IntegerValue number => number,
            _ => throw DatabaseErrors.RequestFailed("Update", $"Cannot apply $bit to a value of non-integral type: '{path.Text}' is of type {old.TypeName}"),
        };
    }

    private static NumberValue Number(string name, FieldPath path, DbValue operand)
    {
        return operand as NumberValue ?? throw DatabaseErrors.InvalidOperator($"Cannot apply {name} to '{path.Text}' with a non-numeric argument");
    }

    private static NumberValue Arithmetic(FieldPath path, string name, DbValue old, Func<NumberValue, NumberValue> compute)
    {
        var number = old as NumberValue ?? throw DatabaseErrors.RequestFailed("Update", $"Cannot apply {name} to a value of non-numeric type: '{path.Text}' is of type {old.TypeName}");
        return compute(number);
    }
}
