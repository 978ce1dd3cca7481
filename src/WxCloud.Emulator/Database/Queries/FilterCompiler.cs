using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>Compiles MongoDB find filters.</summary>
/// <param name="scope">What the expressions of <c>$expr</c> see beside the document.</param>
internal sealed class FilterCompiler(Scope scope)
{
    /// <exception cref="DatabaseException">An operator is unknown, not built, or has a wrong operand.</exception>
    public Filter Compile(DocumentValue filter) => Join([.. filter.Select(field => CompileField(field.Name, field.Value))]);

    /// <summary>What <c>$pull</c> removes, and <c>$elemMatch</c> finds: operators on the item itself, or a filter on an item that is a document.</summary>
    public Filter CompileItem(DocumentValue condition)
    {
        return IsOperators(condition) && condition[0].Name is not ("$and" or "$or" or "$nor" or "$expr")
            ? CompileOperators(test => new ElementFilter(test), condition)
            : new Conjunction([new ElementFilter(DocumentTest.Instance), Compile(condition)]);
    }

    /// <summary>True for <c>{ $gt: 1 }</c>; a document to compare with begins with an ordinary name.</summary>
    public static bool IsOperators(DbValue value) => value is DocumentValue { Count: > 0 } document && document[0].Name is ['$', ..];

    private static string? Alternative(string name) => name switch
    {
        "$text" => "a regular expression on a field: _.regex, db.RegExp or $regex",
        "$where" => "operators on fields, or $expr to compare fields with each other",
        _ => null,
    };

    private static Filter Join(Filter[] parts) => parts is [var only] ? only : new Conjunction(parts);

    private Filter CompileField(string name, DbValue value)
    {
        switch (name)
        {
            case "$and":
                return Join(List(name, value));
            case "$or":
                return new Disjunction(List(name, value));
            case "$nor":
                return new Negation(new Disjunction(List(name, value)));
            case "$expr":
                return new ExpressionFilter(ExpressionCompiler.Compile(value), scope);
            case "$jsonSchema":
                return SchemaCompiler.Compile(value);
            case "$comment":
                return Filter.All;
            case ['$', ..]:
                throw DatabaseErrors.NotBuilt($"the filter operator {name} at the top level", Alternative(name));
            default:
                var path = FieldPath.Parse(name);
                Func<ValueTest, Filter> place = test => new FieldFilter(path, test);
                return IsOperators(value) ? CompileOperators(place, (DocumentValue)value) : place(ComparisonTests.EqualTo(value));
        }
    }

    private Filter[] List(string name, DbValue value)
    {
        return value is ArrayValue { Count: > 0 } list && list.All(item => item is DocumentValue)
            ? [.. list.Cast<DocumentValue>().Select(Compile)]
            : throw DatabaseErrors.InvalidOperator($"{name} must be a nonempty array of objects");
    }

    /// <param name="place">Makes a filter of a test: at a path, or of an item.</param>
    /// <param name="operators">The operators, all of which must hold.</param>
    private Filter CompileOperators(Func<ValueTest, Filter> place, DocumentValue operators)
    {
        List<Filter> parts = [];
        foreach (var (name, operand) in operators)
        {
            switch (name)
            {
                case "$ne":
                    parts.Add(new Negation(place(ComparisonTests.EqualTo(operand))));
                    break;
                case "$nin":
                    parts.Add(new Negation(place(ComparisonTests.In(name, operand))));
                    break;
                case "$not":
                    parts.Add(new Negation(CompileNegated(place, operand)));
                    break;
                case "$all":
                    parts.Add(CompileAll(place, operand));
                    break;
                case "$elemMatch":
                    parts.Add(place(CompileElementMatch(operand)));
                    break;
                case "$exists":
                    parts.Add(operand.IsTrue ? place(PresenceTest.Instance) : new Negation(place(PresenceTest.Instance)));
                    break;
                case "$regex":
                    parts.Add(place(ComparisonTests.Regex(operand, operators["$options"])));
                    break;
                case "$options" when !operators["$regex"].IsMissing:
                case "$maxDistance" or "$minDistance" when !(operators["$near"].IsMissing && operators["$nearSphere"].IsMissing):
                    break;
                case "$nearSphere" or "$near" or "$geoWithin" or "$geoIntersects":
                    parts.Add(place(GeoTests.Compile(name, operand, operators)));
                    break;
                default:
                    parts.Add(place(ComparisonTests.Compile(name, operand)));
                    break;
            }
        }

        return Join([.. parts]);
    }

    private Filter CompileNegated(Func<ValueTest, Filter> place, DbValue operand)
    {
        return operand switch
        {
            RegexValue => place(ComparisonTests.EqualTo(operand)),
            _ when IsOperators(operand) => CompileOperators(place, (DocumentValue)operand),
            _ => throw DatabaseErrors.InvalidOperator("$not needs a regex or an object of operators"),
        };
    }

    private ElementMatchTest CompileElementMatch(DbValue operand)
    {
        return new ElementMatchTest(CompileItem(operand as DocumentValue ?? throw DatabaseErrors.InvalidOperator("$elemMatch needs an object")));
    }

    private Filter CompileAll(Func<ValueTest, Filter> place, DbValue operand)
    {
        if (operand is not ArrayValue list)
        {
            throw DatabaseErrors.InvalidOperator("$all needs an array");
        }

        if (list.Count == 0)
        {
            return new Negation(Filter.All);
        }

        return Join([.. list.Select(item => item is DocumentValue { Count: 1 } document && document[0].Name == "$elemMatch"
            ? place(CompileElementMatch(document[0].Value))
            : place(ComparisonTests.EqualTo(item)))]);
    }

    private sealed class ElementMatchTest(Filter filter) : WholeValueTest
    {
        public override bool AcceptsItself(DbValue value) => value is ArrayValue array && array.Any(filter.Matches);

        public override bool AcceptsItem(DbValue item) => filter.Matches(item);
    }

    private sealed class DocumentTest : WholeValueTest
    {
        public static DocumentTest Instance { get; } = new();

        public override bool AcceptsItself(DbValue value) => value is DocumentValue;
    }

    private sealed class PresenceTest : WholeValueTest
    {
        public static PresenceTest Instance { get; } = new();

        public override bool AcceptsItself(DbValue value) => !value.IsMissing;
    }
}
