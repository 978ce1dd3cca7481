using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Groups in the order in which their first documents come.</summary>
internal sealed class GroupStage(Expression id, Accumulator[] accumulators, Scope scope) : Stage
{
    public static GroupStage Compile(DocumentValue arguments, Scope scope)
    {
        var id = arguments["_id"];
        return id.IsMissing
            ? throw DatabaseErrors.InvalidOperator("a group specification must include an _id")
            : new GroupStage(ExpressionCompiler.Compile(id), Accumulator.CompileAll(arguments.Where<Field>(field => field.Name != "_id"), scope), scope);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        Dictionary<DbValue, List<DocumentValue>> groups = new(ValueOrder.Instance);
        foreach (var document in input)
        {
            var key = id.Evaluate(scope.For(document)) is { IsMissing: false } value ? value : DbValue.Null;
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = []);
            }

            group.Add(document);
        }

        return groups.Select(group => Result(group.Key, group.Value, accumulators));
    }

    public static DocumentValue Result(DbValue id, List<DocumentValue> group, Accumulator[] accumulators)
    {
        return new DocumentValue([new Field("_id", id), .. accumulators.Select(field => new Field(field.Name, field.Of(group)))]);
    }
}

/// <summary>Counts the values of an expression, the most frequent first.</summary>
internal sealed class SortByCountStage(Expression value, Scope scope) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        return input
            .GroupBy(document => value.Evaluate(scope.For(document)) is { IsMissing: false } key ? key : DbValue.Null, ValueOrder.Instance)
            .Select(group => (group.Key, Count: group.Count()))
            .OrderByDescending(group => group.Count)
            .Select(group => new DocumentValue(new Field("_id", group.Key), new Field("count", NumberValue.Of(group.Count))));
    }
}
