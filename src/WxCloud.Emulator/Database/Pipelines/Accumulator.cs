using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>A computed field of a group.</summary>
internal sealed class Accumulator
{
    private readonly Expression _value;
    private readonly Func<List<DbValue>, DbValue> _reduce;
    private readonly Scope _scope;

    private Accumulator(string name, Expression value, Func<List<DbValue>, DbValue> reduce, Scope scope)
    {
        Name = name;
        _value = value;
        _reduce = reduce;
        _scope = scope;
    }

    public string Name { get; }

    /// <summary>Compiles the computed fields of a stage, such as <c>{ n: { $sum: 1 } }</c>.</summary>
    /// <exception cref="DatabaseException">A field is no accumulator, or one that is not built.</exception>
    public static Accumulator[] CompileAll(IEnumerable<Field> fields, Scope scope) => [.. fields.Select(field => Compile(field.Name, field.Value, scope))];

    public DbValue Of(List<DocumentValue> group) => _reduce(group.ConvertAll(document => _value.Evaluate(_scope.For(document))));

    private static Accumulator Compile(string name, DbValue value, Scope scope)
    {
        if (value is not DocumentValue { Count: 1 } call)
        {
            throw DatabaseErrors.InvalidOperator($"The field '{name}' must be an accumulator object");
        }

        Func<List<DbValue>, DbValue> reduce = call[0].Name switch
        {
            "$sum" => StatisticsOperators.Sum,
            "$avg" => StatisticsOperators.Average,
            "$max" => values => StatisticsOperators.Extreme(values, 1),
            "$min" => values => StatisticsOperators.Extreme(values, -1),
            "$stdDevPop" => values => StatisticsOperators.StandardDeviation(values, sample: false),
            "$stdDevSamp" => values => StatisticsOperators.StandardDeviation(values, sample: true),
            "$first" => values => OrNull(values[0]),
            "$last" => values => OrNull(values[^1]),
            "$push" => values => new ArrayValue([.. values.Where(item => !item.IsMissing)]),
            "$addToSet" => values => new ArrayValue([.. values.Where(item => !item.IsMissing).Distinct(ValueOrder.Instance)]),
            "$mergeObjects" => DocumentOperators.Merge,
            _ => throw DatabaseErrors.NotBuilt($"the accumulator {call[0].Name}"),
        };
        return new Accumulator(name, ExpressionCompiler.Compile(call[0].Value), reduce, scope);
    }

    private static DbValue OrNull(DbValue value) => value.IsMissing ? DbValue.Null : value;
}
