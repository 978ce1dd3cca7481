using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>
/// Which fields a result has: <c>{ a: 1, "b.c": 1 }</c> keeps, <c>{ a: 0 }</c> drops, anything else is an expression. In find, also <c>$slice</c>,
/// <c>$elemMatch</c> and <c>a.$</c>.
/// </summary>
internal sealed class Projection
{
    private readonly ProjectionNode _root;
    private readonly bool _isExclusion;
    private readonly Scope _scope;
    private readonly IReadOnlyList<ArrayProjection> _arrays;

    private Projection(ProjectionNode root, bool isExclusion, Scope scope, IReadOnlyList<ArrayProjection> arrays)
    {
        _root = root;
        _isExclusion = isExclusion;
        _scope = scope;
        _arrays = arrays;
    }

    /// <summary>Compiles a projection.</summary>
    /// <param name="specification">The fields.</param>
    /// <param name="scope">What expressions see beside the document.</param>
    /// <param name="found">The filter of find, which says what <c>a.$</c> keeps of an array; null for <c>$project</c>, which has no operators on arrays.</param>
    /// <exception cref="DatabaseException">Inclusion and exclusion are mixed, or paths collide.</exception>
    public static Projection Compile(DocumentValue specification, Scope scope, Filter? found)
    {
        ProjectionNode root = new();
        List<ArrayProjection> arrays = [];
        bool? isExclusion = null;
        bool? keepsId = null;
        foreach (var (name, value) in specification)
        {
            if (found is not null && ArrayProjection.TryCompile(name, value, scope, found) is { } array)
            {
                arrays.Add(array);
                isExclusion ??= array.IsInclusion ? false : null;
            }
            else if (name == "_id" && value is NumberValue or BooleanValue)
            {
                keepsId = value.IsTrue;
            }
            else
            {
                Add(root, name, value, ref isExclusion);
            }
        }

        var excludes = isExclusion ?? (keepsId is not true);
        if (keepsId ?? true)
        {
            if (!excludes && root.Find("_id") is null)
            {
                root.IncludeFirst("_id");
            }
        }
        else if (excludes)
        {
            root.Add(FieldPath.Parse("_id"), null);
        }

        if (!excludes)
        {
            arrays.ForEach(array => root.Add(array.Path, null));
        }

        return new Projection(root, excludes, scope, arrays);
    }

    public DocumentValue Apply(DocumentValue document)
    {
        var projected = _isExclusion ? _root.Exclude(document) : _root.Include(document, _scope.For(document));
        return _arrays.Aggregate(projected, (current, array) => array.Apply(document, current));
    }

    private static void Add(ProjectionNode node, string name, DbValue value, ref bool? isExclusion)
    {
        if (name is ['$', ..] || name.EndsWith(".$", System.StringComparison.Ordinal))
        {
            throw DatabaseErrors.NotBuilt($"the projection '{name}'");
        }

        // A nested document of flags means dotted paths; one that begins with an operator is an expression.
        if (value is DocumentValue { Count: > 0 } nested && nested[0].Name is not ['$', ..])
        {
            foreach (var field in nested)
            {
                Add(node, $"{name}.{field.Name}", field.Value, ref isExclusion);
            }

            return;
        }

        var excludes = value is NumberValue or BooleanValue && !value.IsTrue;
        if (isExclusion is { } before && before != excludes)
        {
            throw DatabaseErrors.InvalidOperator($"the projection mixes inclusion and exclusion at '{name}'");
        }

        isExclusion = excludes;
        node.Add(FieldPath.Parse(name), value is NumberValue or BooleanValue ? null : ExpressionCompiler.Compile(value));
    }
}
