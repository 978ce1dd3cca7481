using System.Linq;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>A compiled filter: it accepts a document or not.</summary>
internal abstract class Filter
{
    public static Filter All { get; } = new Conjunction([]);

    public abstract bool Matches(DbValue document);
}

internal sealed class Conjunction(Filter[] parts) : Filter
{
    public Filter[] Parts => parts;

    public override bool Matches(DbValue document)
    {
        foreach (var part in parts)
        {
            if (!part.Matches(document))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class Disjunction(Filter[] parts) : Filter
{
    public Filter[] Parts => parts;

    public override bool Matches(DbValue document) => parts.Any(part => part.Matches(document));
}

internal sealed class Negation(Filter part) : Filter
{
    public override bool Matches(DbValue document) => !part.Matches(document);
}

/// <summary>A test of what a path leads to.</summary>
internal sealed class FieldFilter(FieldPath path, ValueTest test) : Filter
{
    public FieldPath Path => path;

    public ValueTest Test => test;

    public override bool Matches(DbValue document) => path.LeadsToAny(document, test);
}

/// <summary>A test of an element of an array, which here is in the place of the document.</summary>
internal sealed class ElementFilter(ValueTest test) : Filter
{
    public override bool Matches(DbValue document) => test.AcceptsItself(document);
}

/// <summary><c>$expr</c>: an expression that must be true.</summary>
internal sealed class ExpressionFilter(Expression expression, Scope scope) : Filter
{
    public override bool Matches(DbValue document) => expression.Evaluate(scope.For(document)).IsTrue;
}
