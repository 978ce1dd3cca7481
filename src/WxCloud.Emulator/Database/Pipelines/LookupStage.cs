using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Adds the matching documents of another collection: by equal fields, by a pipeline with variables, or by both.</summary>
internal sealed class LookupStage : Stage
{
    private readonly string _from;
    private readonly string _as;
    private readonly (FieldPath Local, string Foreign)? _fields;
    private readonly (string Name, Expression Value)[] _variables;
    private readonly IReadOnlyList<DbValue> _pipeline;
    private readonly PipelineContext _context;

    private LookupStage(
        string from, string @as, (FieldPath Local, string Foreign)? fields, (string Name, Expression Value)[] variables, IReadOnlyList<DbValue> pipeline, PipelineContext context)
    {
        _from = from;
        _as = @as;
        _fields = fields;
        _variables = variables;
        _pipeline = pipeline;
        _context = context;
    }

    public static LookupStage Compile(DocumentValue arguments, PipelineContext context)
    {
        if (arguments["from"] is not TextValue from || arguments["as"] is not TextValue @as)
        {
            throw DatabaseErrors.InvalidOperator("$lookup requires 'from' and 'as'");
        }

        (FieldPath, string)? fields = (arguments["localField"], arguments["foreignField"]) switch
        {
            (TextValue local, TextValue foreign) => (FieldPath.Parse(local.Text), foreign.Text),
            ({ IsMissing: true }, { IsMissing: true }) when arguments["pipeline"] is ArrayValue => null,
            _ => throw DatabaseErrors.InvalidOperator("$lookup requires 'localField' and 'foreignField', or a 'pipeline'"),
        };
        var variables = arguments["let"] is DocumentValue let ? let.Select(field => (field.Name, ExpressionCompiler.Compile(field.Value))).ToArray() : [];
        var pipeline = arguments["pipeline"] as ArrayValue ?? ArrayValue.Empty;

        // Compiled for each document, with its variables; once here, so that errors are reported even without documents.
        var probe = variables.Aggregate(context.Scope, (scope, variable) => scope.With(variable.Item1, DbValue.Null));
        new PipelineCompiler(context with { Scope = probe }).Compile(pipeline);
        return new LookupStage(from.Text, @as.Text, fields, variables, pipeline, context);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        var foreign = _context.Collection(_from).ToList();
        var set = FieldPath.Parse(_as);
        foreach (var document in input)
        {
            var found = new ArrayValue([.. Find(document, foreign)]);
            yield return PathEditor.Edit(document, set, _ => found, isCreating: true);
        }
    }

    private IEnumerable<DocumentValue> Find(DocumentValue document, List<DocumentValue> foreign)
    {
        var scope = _context.Scope.For(document);
        var inner = _variables.Aggregate(_context.Scope, (current, variable) => current.With(variable.Name, variable.Value.Evaluate(scope)));
        IEnumerable<DocumentValue> found = foreign;
        if (_fields is var (local, foreignField))
        {
            var filter = new FilterCompiler(inner).Compile(DocumentValue.Of(foreignField, Condition(local.Evaluate(document))));
            found = foreign.Where(filter.Matches);
        }

        return _pipeline.Count == 0 ? found : PipelineCompiler.Run(new PipelineCompiler(_context with { Scope = inner }).Compile(_pipeline), found);
    }

    /// <summary>An array on this side matches by any of its items; a missing field matches null.</summary>
    private static DocumentValue Condition(DbValue local)
    {
        return local is ArrayValue array
            ? DocumentValue.Of("$in", array)
            : DocumentValue.Of("$eq", local.IsMissing ? DbValue.Null : local);
    }
}

/// <summary>Adds the documents of another collection at the end.</summary>
internal sealed class UnionStage(string collection, Stage[] stages, PipelineContext context) : Stage
{
    public static UnionStage Compile(DbValue argument, PipelineContext context)
    {
        return argument switch
        {
            TextValue name => new UnionStage(name.Text, [], context),
            DocumentValue options when options["coll"] is TextValue name
                => new UnionStage(name.Text, new PipelineCompiler(context).Compile(options["pipeline"] as ArrayValue ?? ArrayValue.Empty), context),
            _ => throw DatabaseErrors.InvalidOperator("$unionWith requires a collection"),
        };
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input) => input.Concat(PipelineCompiler.Run(stages, context.Collection(collection)));
}

/// <summary>Several pipelines over one input, each into a field.</summary>
internal sealed class FacetStage((string Name, Stage[] Stages)[] facets) : Stage
{
    public static FacetStage Compile(DocumentValue arguments, PipelineContext context)
    {
        return new FacetStage([.. arguments.Select(facet => (facet.Name, new PipelineCompiler(context).Compile(
            facet.Value as ArrayValue ?? throw DatabaseErrors.InvalidOperator($"the facet '{facet.Name}' must be an array of stages"))))]);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        DocumentValue[] documents = [.. input];
        return [new DocumentValue([.. facets.Select(facet => new Field(facet.Name, new ArrayValue([.. PipelineCompiler.Run(facet.Stages, documents)])))])];
    }
}
