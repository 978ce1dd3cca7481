using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>
/// Which fields a result has: <c>{ a: 1, "b.c": 1 }</c> keeps, <c>{ a: 0 }</c> drops, anything else is an expression. In find, also <c>$slice</c>
/// and <c>$elemMatch</c>.
/// </summary>
internal sealed class Projection
{
    private readonly ProjectionNode _root;
    private readonly bool _isExclusion;
    private readonly Scope _scope;
    private readonly Dictionary<string, (Filter? ElementMatch, int? Skip, int Count)> _arrays;

    private Projection(ProjectionNode root, bool isExclusion, Scope scope, Dictionary<string, (Filter? ElementMatch, int? Skip, int Count)> arrays)
    {
        _root = root;
        _isExclusion = isExclusion;
        _scope = scope;
        _arrays = arrays;
    }

    /// <summary>Compiles a projection.</summary>
    /// <param name="specification">The fields.</param>
    /// <param name="scope">What expressions see beside the document.</param>
    /// <param name="isFind">True for the projection of find, which has operators on arrays; false for <c>$project</c>.</param>
    /// <exception cref="DatabaseException">Inclusion and exclusion are mixed, or paths collide.</exception>
    public static Projection Compile(DocumentValue specification, Scope scope, bool isFind)
    {
        ProjectionNode root = new();
        Dictionary<string, (Filter?, int?, int)> arrays = [];
        bool? isExclusion = null;
        bool? keepsId = null;
        foreach (var (name, value) in specification)
        {
            if (isFind && value is DocumentValue { Count: 1 } single && single[0].Name is "$slice" or "$elemMatch")
            {
                arrays[name] = ArrayOperator(single[0].Name, single[0].Value, scope);
                isExclusion ??= single[0].Name == "$elemMatch" ? false : null;
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

        return new Projection(root, excludes, scope, arrays);
    }

    public DocumentValue Apply(DocumentValue document)
    {
        var projected = _isExclusion ? _root.Exclude(document) : _root.Include(document, _scope.For(document));
        foreach (var (name, (match, skip, count)) in _arrays)
        {
            if (document[name] is not ArrayValue array)
            {
                if (match is null && !_isExclusion && !document[name].IsMissing)
                {
                    projected = projected.With(name, document[name]);
                }
            }
            else if (match is null)
            {
                projected = projected.With(name, ArrayOperators.Cut(array, skip, count));
            }
            else if (array.FirstOrDefault(match.Matches) is { } found)
            {
                projected = projected.With(name, new ArrayValue([found]));
            }
        }

        return projected;
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

    private static (Filter? ElementMatch, int? Skip, int Count) ArrayOperator(string name, DbValue value, Scope scope)
    {
        if (name == "$elemMatch")
        {
            return (new FilterCompiler(scope).CompileItem(value as DocumentValue ?? throw DatabaseErrors.InvalidOperator("$elemMatch needs an object")), null, 0);
        }

        return value is ArrayValue { Count: 2 } pair
            ? (null, ArrayOperators.Whole("$slice", pair[0]), ArrayOperators.Whole("$slice", pair[1]))
            : (null, null, ArrayOperators.Whole("$slice", value));
    }
}
