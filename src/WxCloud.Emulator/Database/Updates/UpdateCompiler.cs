using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>Compiles updates from their MongoDB form.</summary>
/// <param name="scope">What the filters of <c>$pull</c> see beside the item.</param>
/// <param name="now">The time that <c>$currentDate</c> sets, in Unix milliseconds.</param>
internal sealed class UpdateCompiler(Scope scope, long now)
{
    /// <summary>Compiles an update.</summary>
    /// <param name="update">The operators, each with the paths it works on.</param>
    /// <param name="isInsert">True for the document that an upsert makes, to which <c>$setOnInsert</c> applies too.</param>
    /// <exception cref="DatabaseException">An operator is unknown, not built or has a wrong operand, or paths collide.</exception>
    public Update Compile(DocumentValue update, bool isInsert = false)
    {
        List<PathUpdate> updates = [];
        foreach (var (name, operands) in update)
        {
            if (name is not ['$', ..])
            {
                throw DatabaseErrors.InvalidOperator($"Unknown modifier: {name}");
            }

            if (operands is not DocumentValue paths)
            {
                throw DatabaseErrors.InvalidOperator($"Modifiers operate on fields but {name} has a {operands.TypeName}");
            }

            updates.AddRange(paths
                .Select(field => Compile(name, CheckedPath(field.Name), field.Value))
                .Where(_ => name != "$setOnInsert" || isInsert));
        }

        return new Update(updates);
    }

    private static FieldPath CheckedPath(string text)
    {
        var path = FieldPath.Parse(text);
        PositionalPaths.ThrowIfUnknown(path);
        return path;
    }

    private static Renaming Rename(FieldPath path, DbValue operand)
    {
        if (operand is not TextValue target || target.Text == path.Text)
        {
            throw DatabaseErrors.InvalidOperator($"The 'to' field for $rename of '{path.Text}' must be another path");
        }

        var to = CheckedPath(target.Text);
        return PositionalPaths.IsPositional(path) || PositionalPaths.IsPositional(to)
            ? throw DatabaseErrors.InvalidOperator($"The fields of $rename may not be dynamic: {path.Text}, {to.Text}")
            : new Renaming(path, to);
    }

    private PathUpdate Compile(string name, FieldPath path, DbValue operand)
    {
        return name switch
        {
            "$set" or "$setOnInsert" => new ValueUpdate(path, _ => operand),
            "$unset" => new ValueUpdate(path, _ => DbValue.Missing, isCreating: false),
            "$inc" => new ValueUpdate(path, NumberUpdates.Increment(path, operand)),
            "$mul" => new ValueUpdate(path, NumberUpdates.Multiply(path, operand)),
            "$min" => new ValueUpdate(path, old => old.IsMissing || ValueOrder.Compare(operand, old) < 0 ? operand : old),
            "$max" => new ValueUpdate(path, old => old.IsMissing || ValueOrder.Compare(operand, old) > 0 ? operand : old),
            "$currentDate" => CurrentDate(path, operand),
            "$bit" => new ValueUpdate(path, NumberUpdates.Bits(path, operand)),
            "$rename" => Rename(path, operand),
            "$push" => new ArrayUpdate(name, path, PushUpdate.Compile(operand).Apply, isCreating: true),
            "$addToSet" => new ArrayUpdate(name, path, ArrayUpdates.AddToSet(operand), isCreating: true),
            "$pop" => new ArrayUpdate(name, path, ArrayUpdates.Pop(operand), isCreating: false),
            "$pull" => new ArrayUpdate(name, path, ArrayUpdates.Pull(operand, new FilterCompiler(scope)), isCreating: false),
            "$pullAll" => new ArrayUpdate(name, path, ArrayUpdates.PullAll(operand), isCreating: false),
            _ => throw DatabaseErrors.NotBuilt($"the update operator {name}"),
        };
    }

    private ValueUpdate CurrentDate(FieldPath path, DbValue operand)
    {
        var isDate = operand is BooleanValue || (operand is DocumentValue type && type["$type"] is TextValue { Text: "date" });
        return isDate ? new ValueUpdate(path, _ => new DateValue(now)) : throw DatabaseErrors.NotBuilt("$currentDate of another type than date");
    }
}
