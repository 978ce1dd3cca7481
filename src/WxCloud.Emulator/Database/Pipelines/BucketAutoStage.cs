using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Groups into a number of buckets of about the same size; equal values stay together.</summary>
internal sealed class BucketAutoStage(Expression value, int count, Accumulator[] output, Scope scope) : Stage
{
    public static BucketAutoStage Compile(DocumentValue arguments, Scope scope)
    {
        if (arguments["groupBy"].IsMissing || arguments["buckets"] is not NumberValue buckets || buckets.ToWhole() is not (> 0 and <= int.MaxValue))
        {
            throw DatabaseErrors.InvalidOperator("$bucketAuto requires 'groupBy' and a positive number of 'buckets'");
        }

        if (!arguments["granularity"].IsMissing)
        {
            throw DatabaseErrors.NotBuilt("the granularity of $bucketAuto");
        }

        return new BucketAutoStage(ExpressionCompiler.Compile(arguments["groupBy"]), (int)buckets.ToWhole()!, BucketStage.Output(arguments, scope), scope);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        var sorted = input
            .Select(document => (Key: value.Evaluate(scope.For(document)) is { IsMissing: false } key ? key : DbValue.Null, document))
            .OrderBy(item => item.Key, ValueOrder.Instance)
            .ToList();
        var size = Math.Max(1, (int)Math.Round((double)sorted.Count / count, MidpointRounding.AwayFromZero));
        List<(DbValue Min, DbValue Max, List<DocumentValue> Group)> buckets = [];
        for (var start = 0; start < sorted.Count;)
        {
            var end = buckets.Count == count - 1 ? sorted.Count : Math.Min(start + size, sorted.Count);
            while (end < sorted.Count && ValueOrder.AreEqual(sorted[end].Key, sorted[end - 1].Key))
            {
                end++;
            }

            buckets.Add((sorted[start].Key, sorted[end - 1].Key, [.. sorted[start..end].Select(item => item.document)]));
            start = end;
        }

        // The upper bound of a bucket is the lower one of the next; only the last includes its own.
        return buckets.Select((bucket, i) => GroupStage.Result(
            new DocumentValue(new Field("min", bucket.Min), new Field("max", i + 1 < buckets.Count ? buckets[i + 1].Min : bucket.Max)), bucket.Group, output));
    }
}
