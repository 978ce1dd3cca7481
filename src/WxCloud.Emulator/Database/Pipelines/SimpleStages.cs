using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

internal sealed class MatchStage(Filter filter) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => input.Where(filter.Matches);
}

internal sealed class ProjectStage(Projection projection) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => input.Select(projection.Apply);
}

internal sealed class SortStage(SortOrder order) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => order.Sort(input);
}

internal sealed class SkipStage(long count) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => input.Skip((int)Math.Min(count, int.MaxValue));
}

internal sealed class LimitStage(long count) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => input.Take((int)Math.Min(count, int.MaxValue));
}

/// <summary>One document with the count; none when there is nothing to count, as in MongoDB.</summary>
internal sealed class CountStage(string name) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        var count = input.Count();
        return count == 0 ? [] : [DocumentValue.Of(name, NumberValue.Of(count))];
    }
}

internal sealed class SampleStage(long size, Random random) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        DocumentValue[] documents = [.. input];
        random.Shuffle(documents);
        return documents.Take((int)Math.Min(size, int.MaxValue));
    }
}

internal sealed class ReplaceRootStage(Expression root, Scope scope) : Stage
{
    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        return input.Select(document => root.Evaluate(scope.For(document)) as DocumentValue
            ?? throw DatabaseErrors.RequestFailed("Aggregate", "'newRoot' expression must evaluate to an object"));
    }
}
