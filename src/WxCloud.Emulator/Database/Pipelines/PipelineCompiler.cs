using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Compiles pipelines, nested ones too.</summary>
internal sealed class PipelineCompiler(PipelineContext context)
{
    /// <summary>Compiles a pipeline.</summary>
    /// <param name="stages">Documents with one operator each.</param>
    /// <returns>The stages in order.</returns>
    /// <exception cref="DatabaseException">A stage is unknown, not built, or has wrong arguments.</exception>
    public Stage[] Compile(IReadOnlyList<DbValue> stages)
    {
        var compiled = new Stage[stages.Count];
        for (var i = 0; i < compiled.Length; i++)
        {
            var stage = stages[i] as DocumentValue is { Count: 1 } single
                ? single[0]
                : throw DatabaseErrors.InvalidOperator("A pipeline stage specification object must contain exactly one field.");
            if (stage.Name == "$geoNear" && i > 0)
            {
                throw DatabaseErrors.InvalidOperator("$geoNear is only valid as the first stage in a pipeline.");
            }

            compiled[i] = Compile(stage.Name, stage.Value);
        }

        return compiled;
    }

    public static IEnumerable<DocumentValue> Run(Stage[] stages, IEnumerable<DocumentValue> documents)
    {
        return stages.Aggregate(documents, (input, stage) => stage.Apply(input));
    }

    private Stage Compile(string name, DbValue argument)
    {
        return name switch
        {
            "$match" => new MatchStage(new FilterCompiler(context.Scope).Compile(Arguments(name, argument))),
            "$project" => Arguments(name, argument) is { Count: > 0 } fields
                ? new ProjectStage(Projection.Compile(fields, context.Scope, found: null))
                : throw DatabaseErrors.InvalidOperator("$project must specify at least one field"),
            "$unset" => new ProjectStage(Projection.Compile(Exclusion(argument), context.Scope, found: null)),
            "$addFields" or "$set" => new AddFieldsStage(Arguments(name, argument), context.Scope),
            "$sort" => new SortStage(SortOrder.Compile(Arguments(name, argument))),
            "$skip" => new SkipStage(Whole(name, argument, min: 0)),
            "$limit" => new LimitStage(Whole(name, argument, min: 1)),
            "$count" => new CountStage(FieldName(name, argument)),
            "$sample" => new SampleStage(Whole(name, Arguments(name, argument)["size"], min: 0), context.Random),
            "$group" => GroupStage.Compile(Arguments(name, argument), context.Scope),
            "$sortByCount" => new SortByCountStage(ExpressionCompiler.Compile(argument), context.Scope),
            "$bucket" => BucketStage.Compile(Arguments(name, argument), context.Scope),
            "$bucketAuto" => BucketAutoStage.Compile(Arguments(name, argument), context.Scope),
            "$unwind" => UnwindStage.Compile(argument),
            "$replaceRoot" => new ReplaceRootStage(ExpressionCompiler.Compile(Arguments(name, argument)["newRoot"]), context.Scope),
            "$replaceWith" => new ReplaceRootStage(ExpressionCompiler.Compile(argument), context.Scope),
            "$lookup" => LookupStage.Compile(Arguments(name, argument), context),
            "$unionWith" => UnionStage.Compile(argument, context),
            "$facet" => FacetStage.Compile(Arguments(name, argument), context),
            "$geoNear" => GeoNearStage.Compile(Arguments(name, argument), context),
            _ => throw DatabaseErrors.NotBuilt($"the stage {name}"),
        };
    }

    private static DocumentValue Arguments(string name, DbValue argument)
    {
        return argument as DocumentValue ?? throw DatabaseErrors.InvalidOperator($"the {name} specification must be an object");
    }

    private static long Whole(string name, DbValue argument, long min)
    {
        return argument is NumberValue number && number.ToWhole() is { } whole && whole >= min
            ? whole
            : throw DatabaseErrors.InvalidOperator($"the argument to {name} must be a whole number, {min} or more");
    }

    private static string FieldName(string name, DbValue argument)
    {
        return argument is TextValue { Text: [not '$', ..] } text && !text.Text.Contains('.', System.StringComparison.Ordinal)
            ? text.Text
            : throw DatabaseErrors.InvalidOperator($"the {name} field must be a non-empty string without '$' and '.'");
    }

    private static DocumentValue Exclusion(DbValue argument)
    {
        var names = argument is ArrayValue list ? list : Enumerable.Repeat(argument, 1);
        return new DocumentValue([.. names.Select(name => new Field(
            (name as TextValue)?.Text ?? throw DatabaseErrors.InvalidOperator("$unset takes a string or an array of strings"), NumberValue.Of(0)))]);
    }
}
