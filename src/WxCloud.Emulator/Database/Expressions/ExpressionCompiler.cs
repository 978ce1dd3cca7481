using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Compiles aggregation expressions from their MongoDB form.</summary>
internal static class ExpressionCompiler
{
    private static readonly Dictionary<string, Operator> s_operators = Operator.Table(
        ArithmeticOperators.All,
        ArrayOperators.All,
        ComparisonOperators.All,
        DateOperators.All,
        DateTextOperators.All,
        DocumentOperators.All,
        SetOperators.All,
        StatisticsOperators.All,
        TextOperators.All);

    /// <exception cref="DatabaseException">An operator is unknown, is not built, or has the wrong arguments.</exception>
    public static Expression Compile(DbValue value)
    {
        return value switch
        {
            TextValue { Text: ['$', '$', ..] } text => CompileVariable(text.Text[2..]),
            TextValue { Text: ['$', _, ..] } text => new PathExpression("CURRENT", FieldPath.Parse(text.Text[1..])),
            DocumentValue { Count: > 0 } document when document[0].Name is ['$', ..] => CompileOperator(document),
            DocumentValue document => new ObjectExpression([.. document.Select(field => (CheckedName(field.Name), Compile(field.Value)))]),
            ArrayValue array => new ArrayExpression([.. array.Select(Compile)]),
            _ => new ConstantExpression(value),
        };
    }

    private static string CheckedName(string name)
    {
        return name is ['$', ..] || name.Contains('.', StringComparison.Ordinal)
            ? throw DatabaseErrors.InvalidOperator($"FieldPath field names may not contain '.' or start with '$': {name}")
            : name;
    }

    private static PathExpression CompileVariable(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new PathExpression(text, null) : new PathExpression(text[..dot], FieldPath.Parse(text[(dot + 1)..]));
    }

    private static Expression CompileOperator(DocumentValue document)
    {
        if (document.Count != 1)
        {
            throw DatabaseErrors.InvalidOperator($"an expression must have exactly one operator, found {document[0].Name} and {document[1].Name}");
        }

        var (name, argument) = document[0];
        if (ControlOperators.TryCompile(name, argument) is { } control)
        {
            return control;
        }

        if (!s_operators.TryGetValue(name, out var found))
        {
            throw DatabaseErrors.NotBuilt($"the expression operator {name}");
        }

        return found.Compile(argument, Compile);
    }
}
