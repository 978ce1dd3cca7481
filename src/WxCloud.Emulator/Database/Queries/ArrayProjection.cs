using System;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>What a projection of find keeps of one array.</summary>
internal sealed class ArrayProjection
{
    private const string Positional = ".$";

    private readonly Func<DocumentValue, DbValue, DbValue> _project;

    private ArrayProjection(FieldPath path, bool isInclusion, Func<DocumentValue, DbValue, DbValue> project)
    {
        Path = path;
        IsInclusion = isInclusion;
        _project = project;
    }

    public FieldPath Path { get; }

    /// <summary>True when the projection leaves out the fields that it does not name; <c>$slice</c> alone keeps them.</summary>
    public bool IsInclusion { get; }

    /// <summary>Compiles a member of a projection; null when it is none of these.</summary>
    /// <exception cref="DatabaseException">The operand is wrong.</exception>
    public static ArrayProjection? TryCompile(string name, DbValue value, Scope scope, Filter filter)
    {
        if (name.EndsWith(Positional, StringComparison.Ordinal) && value is NumberValue or BooleanValue && value.IsTrue)
        {
            return Position(FieldPath.Parse(name[..^Positional.Length]), filter);
        }

        return value is not DocumentValue { Count: 1 } single ? null : single[0] switch
        {
            { Name: "$slice", Value: var slice } => Slice(FieldPath.Parse(name), slice),
            { Name: "$elemMatch", Value: var condition } => ElementMatch(FieldPath.Parse(name), condition, scope),
            _ => null,
        };
    }

    /// <summary>The projected document with the array as it is to be.</summary>
    /// <param name="document">The document as it is stored.</param>
    /// <param name="projected">What is left of it.</param>
    public DocumentValue Apply(DocumentValue document, DocumentValue projected) => PathEditor.Edit(projected, Path, value => _project(document, value), isCreating: false);

    private static ArrayProjection Position(FieldPath path, Filter filter)
    {
        return new ArrayProjection(path, isInclusion: true, (document, value) => value is ArrayValue array && MatchedPosition.Of(filter, document, path.Names) is { } index
            ? new ArrayValue([array[index]])
            : throw DatabaseErrors.RequestFailed("Query", $"the positional operator of the projection '{path.Text}.$' did not find the match needed from the query"));
    }

    private static ArrayProjection ElementMatch(FieldPath path, DbValue condition, Scope scope)
    {
        var filter = new FilterCompiler(scope).CompileItem(condition as DocumentValue ?? throw DatabaseErrors.InvalidOperator("$elemMatch needs an object"));
        return new ArrayProjection(path, isInclusion: true, (_, value) =>
            value is ArrayValue array && array.FirstOrDefault(filter.Matches) is { } found ? new ArrayValue([found]) : DbValue.Missing);
    }

    private static ArrayProjection Slice(FieldPath path, DbValue slice)
    {
        var (skip, count) = slice is ArrayValue { Count: 2 } pair
            ? (ArrayOperators.Whole("$slice", pair[0]), ArrayOperators.Whole("$slice", pair[1]))
            : ((int?)null, ArrayOperators.Whole("$slice", slice));
        if (skip is not null && count <= 0)
        {
            throw DatabaseErrors.InvalidOperator("$slice's second argument must be positive");
        }

        return new ArrayProjection(path, isInclusion: false, (_, value) => value is ArrayValue array ? ArrayOperators.Cut(array, skip, count) : value);
    }
}
