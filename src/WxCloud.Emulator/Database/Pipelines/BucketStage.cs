using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Groups by given boundaries; a bucket is named by its lower one.</summary>
internal sealed class BucketStage : Stage
{
    private readonly Expression _value;
    private readonly ArrayValue _boundaries;
    private readonly DbValue _default;
    private readonly Accumulator[] _output;
    private readonly Scope _scope;

    private BucketStage(Expression value, ArrayValue boundaries, DbValue @default, Accumulator[] output, Scope scope)
    {
        _value = value;
        _boundaries = boundaries;
        _default = @default;
        _output = output;
        _scope = scope;
    }

    public static BucketStage Compile(DocumentValue arguments, Scope scope)
    {
        if (arguments["groupBy"].IsMissing || arguments["boundaries"] is not ArrayValue { Count: >= 2 } boundaries)
        {
            throw DatabaseErrors.InvalidOperator("$bucket requires 'groupBy' and at least two 'boundaries'");
        }

        for (var i = 1; i < boundaries.Count; i++)
        {
            if (ValueOrder.Compare(boundaries[i - 1], boundaries[i]) >= 0 || boundaries[i].Kind != boundaries[0].Kind)
            {
                throw DatabaseErrors.InvalidOperator("The 'boundaries' of $bucket must be of one type and in ascending order");
            }
        }

        return new BucketStage(ExpressionCompiler.Compile(arguments["groupBy"]), boundaries, arguments["default"], Output(arguments, scope), scope);
    }

    /// <summary>The fields of a bucket, the count when none are named.</summary>
    public static Accumulator[] Output(DocumentValue arguments, Scope scope)
    {
        return arguments["output"] is DocumentValue output
            ? Accumulator.CompileAll(output, scope)
            : Accumulator.CompileAll([new Field("count", DocumentValue.Of("$sum", NumberValue.Of(1)))], scope);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        SortedDictionary<int, List<DocumentValue>> buckets = [];
        List<DocumentValue> others = [];
        foreach (var document in input)
        {
            var bucket = IndexOf(_value.Evaluate(_scope.For(document)));
            if (bucket < 0)
            {
                others.Add(_default.IsMissing
                    ? throw DatabaseErrors.RequestFailed("Aggregate", "$bucket could not find a bucket for a document, and no default was specified")
                    : document);
            }
            else if (buckets.TryGetValue(bucket, out var group))
            {
                group.Add(document);
            }
            else
            {
                buckets.Add(bucket, [document]);
            }
        }

        var results = buckets.Select(bucket => GroupStage.Result(_boundaries[bucket.Key], bucket.Value, _output));
        return others.Count == 0 ? results : results.Append(GroupStage.Result(_default, others, _output)).OrderBy(result => result["_id"], ValueOrder.Instance);
    }

    private int IndexOf(DbValue value)
    {
        for (var i = 0; i < _boundaries.Count - 1; i++)
        {
            if (ValueOrder.Compare(value, _boundaries[i]) >= 0 && ValueOrder.Compare(value, _boundaries[i + 1]) < 0)
            {
                return i;
            }
        }

        return -1;
    }
}
