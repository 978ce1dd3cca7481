using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>A condition of <c>_</c> in a filter, on the field at whose place it is.</summary>
internal abstract class FieldCondition : HostObject
{
    /// <summary>The filter for a field.</summary>
    public abstract DocumentValue For(string field);

    /// <summary>The operators alone, for places without a field such as <c>elemMatch</c> and <c>pull</c>.</summary>
    public abstract DocumentValue ToOperators();

    /// <summary>Conditions can be chained: <c>_.gt(1).and(_.lt(5))</c>, <c>_.gt(1).lt(5)</c>.</summary>
    public override object? Member(string name)
    {
        return name switch
        {
            "and" or "or" => new HostFunction(arguments => new Combination($"${name}", [this, .. CommandLibrary.Conditions(arguments)])),
            _ when CommandLibrary.IsComparison(name) => new HostFunction(arguments => new Combination("$and", [this, CommandLibrary.Comparison(name, arguments)])),
            _ => null,
        };
    }
}

/// <summary>One operator with its operand.</summary>
internal sealed class Comparison(string name, DbValue operand) : FieldCondition
{
    public override DocumentValue For(string field) => DocumentValue.Of(field, ToOperators());

    public override DocumentValue ToOperators() => DocumentValue.Of(name, operand);
}

/// <summary><c>$and</c>, <c>$or</c> or <c>$nor</c> of conditions on one field, of whole filters, or of both.</summary>
internal sealed class Combination(string name, IReadOnlyList<object> operands) : FieldCondition
{
    public override DocumentValue For(string field) => DocumentValue.Of(name, new ArrayValue([.. operands.Select(operand => QueryEncoder.Encode(operand, field))]));

    /// <summary>The filter in the place of a whole one: <c>where(_.or([...]))</c>.</summary>
    public DocumentValue ToFilter() => DocumentValue.Of(name, new ArrayValue([.. operands.Select(operand => QueryEncoder.Encode(operand))]));

    public override DocumentValue ToOperators()
    {
        if (name != "$and" || operands.Any(operand => operand is not FieldCondition))
        {
            throw new StatementException($"{name[1..]} of conditions has no meaning here");
        }

        DocumentBuilder joined = new();
        foreach (var field in operands.Cast<FieldCondition>().SelectMany(operand => operand.ToOperators()))
        {
            if (!joined.Get(field.Name).IsMissing)
            {
                throw new StatementException($"two conditions {field.Name} have no meaning here");
            }

            joined.Set(field.Name, field.Value);
        }

        return joined.Build();
    }
}

/// <summary><c>_.not</c>.</summary>
internal sealed class NegatedCondition(object operand) : FieldCondition
{
    public override DocumentValue For(string field) => DocumentValue.Of(field, ToOperators());

    public override DocumentValue ToOperators()
    {
        return DocumentValue.Of("$not", operand switch
        {
            FieldCondition condition => condition.ToOperators(),
            RegexValue regex => regex,
            _ => throw new StatementException("not() takes a condition or a regular expression"),
        });
    }
}
