using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Pipelines;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Commands;

/// <summary>A pipeline over one collection.</summary>
internal sealed record AggregateCommand(string Collection, IReadOnlyList<DbValue> Stages)
{
    /// <summary>How many documents a pipeline without <c>$limit</c> gives (cloudbase-admin.md, "Limits").</summary>
    private const int LimitByDefault = 20;

    private const int MaxLimit = 10_000;

    /// <summary>Runs the pipeline.</summary>
    /// <param name="session">Where the documents are.</param>
    /// <param name="now">The time, in Unix milliseconds.</param>
    /// <param name="random">The random numbers of <c>$sample</c>.</param>
    /// <exception cref="Errors.DatabaseException">There is no such collection, or a stage is wrong.</exception>
    public IReadOnlyList<DocumentValue> Run(IDatabaseSession session, long now, Random random)
    {
        var collection = session.Collection(Collection);
        PipelineContext context = new(
            name => session.Collections.TryGetValue(name, out var other) ? other.Documents : [],
            collection.GeoField,
            Scope.At(now),
            random);
        var stages = new PipelineCompiler(context).Compile(Stages);
        var hasLimit = Stages.Any(stage => stage is DocumentValue { Count: > 0 } document && document[0].Name == "$limit");
        return [.. PipelineCompiler.Run(stages, collection.Documents).Take(hasLimit ? MaxLimit : LimitByDefault)];
    }
}
