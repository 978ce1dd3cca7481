using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Operators that evaluate their arguments only where needed, or several times, or not at all.</summary>
internal static class ControlOperators
{
    /// <summary>Compiles one of these operators; null for any other name.</summary>
    public static Expression? TryCompile(string name, DbValue argument)
    {
        return name switch
        {
            "$literal" or "$const" => new ConstantExpression(argument),
            "$and" => new Junction(List(argument), stopAt: false),
            "$or" => new Junction(List(argument), stopAt: true),
            "$cond" => Condition(argument),
            "$ifNull" => IfNull(argument),
            "$switch" => Switch(Named(name, argument)),
            "$let" => Let(Named(name, argument)),
            "$map" => Each(name, Named(name, argument), "in"),
            "$filter" => Each(name, Named(name, argument), "cond"),
            "$reduce" => Reduce(Named(name, argument)),
            _ => null,
        };
    }

    private static Expression[] List(DbValue argument)
    {
        return argument is ArrayValue array ? [.. array.Select(ExpressionCompiler.Compile)] : [ExpressionCompiler.Compile(argument)];
    }

    private static DocumentValue Named(string name, DbValue argument)
    {
        return argument as DocumentValue ?? throw DatabaseErrors.InvalidOperator($"{name} requires an object of named arguments");
    }

    private static Expression Required(string name, DocumentValue arguments, string argument)
    {
        var value = arguments[argument];
        return value.IsMissing ? throw DatabaseErrors.InvalidOperator($"Missing '{argument}' parameter to {name}") : ExpressionCompiler.Compile(value);
    }

    private static Conditional Condition(DbValue argument)
    {
        if (argument is DocumentValue named)
        {
            return new Conditional([(Required("$cond", named, "if"), Required("$cond", named, "then"))], Required("$cond", named, "else"));
        }

        return List(argument) is [var condition, var then, var otherwise]
            ? new Conditional([(condition, then)], otherwise)
            : throw DatabaseErrors.InvalidOperator("Expression $cond takes exactly 3 arguments");
    }

    private static Conditional Switch(DocumentValue arguments)
    {
        if (arguments["branches"] is not ArrayValue { Count: > 0 } branches || branches.Any(branch => branch is not DocumentValue))
        {
            throw DatabaseErrors.InvalidOperator("$switch requires at least one branch");
        }

        var compiled = branches.Cast<DocumentValue>().Select(branch => (Required("$switch", branch, "case"), Required("$switch", branch, "then")));
        return new Conditional([.. compiled], arguments["default"] is { IsMissing: false } otherwise ? ExpressionCompiler.Compile(otherwise) : null);
    }

    private static FirstPresent IfNull(DbValue argument)
    {
        var list = List(argument);
        return list.Length >= 2 ? new FirstPresent(list) : throw DatabaseErrors.InvalidOperator("$ifNull needs at least two arguments");
    }

    private static Binding Let(DocumentValue arguments)
    {
        var variables = Named("$let", arguments["vars"]).Select(field => (field.Name, ExpressionCompiler.Compile(field.Value)));
        return new Binding([.. variables], Required("$let", arguments, "in"));
    }

    private static PerItem Each(string name, DocumentValue arguments, string body)
    {
        var variable = arguments["as"] is TextValue text ? text.Text : "this";
        return new PerItem(name, Required(name, arguments, "input"), variable, Required(name, arguments, body), IsFilter: body == "cond");
    }

    private static Fold Reduce(DocumentValue arguments)
    {
        return new Fold(Required("$reduce", arguments, "input"), Required("$reduce", arguments, "initialValue"), Required("$reduce", arguments, "in"));
    }

    private static DbValue AsNull(DbValue value) => value.IsMissing ? DbValue.Null : value;

    private sealed class Junction(Expression[] conditions, bool stopAt) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            foreach (var condition in conditions)
            {
                if (condition.Evaluate(scope).IsTrue == stopAt)
                {
                    return BooleanValue.Of(stopAt);
                }
            }

            return BooleanValue.Of(!stopAt);
        }
    }

    private sealed class Conditional((Expression Condition, Expression Value)[] branches, Expression? otherwise) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            foreach (var (condition, value) in branches)
            {
                if (condition.Evaluate(scope).IsTrue)
                {
                    return value.Evaluate(scope);
                }
            }

            return otherwise?.Evaluate(scope)
                ?? throw DatabaseErrors.RequestFailed("Aggregate", "$switch could not find a matching branch for an input, and no default was specified.");
        }
    }

    private sealed class FirstPresent(Expression[] choices) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            foreach (var choice in choices.AsEnumerable().SkipLast(1))
            {
                if (choice.Evaluate(scope) is { IsNullish: false } value)
                {
                    return value;
                }
            }

            return choices[^1].Evaluate(scope);
        }
    }

    private sealed class Binding((string Name, Expression Value)[] variables, Expression body) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            var inner = scope;
            foreach (var (name, value) in variables)
            {
                inner = inner.With(name, value.Evaluate(scope));
            }

            return body.Evaluate(inner);
        }
    }

    private sealed class PerItem(string name, Expression input, string variable, Expression body, bool IsFilter) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            var source = input.Evaluate(scope);
            if (source.IsNullish)
            {
                return DbValue.Null;
            }

            var items = source as ArrayValue ?? throw DatabaseErrors.RequestFailed("Aggregate", $"input to {name} must be an array not {source.TypeName}");
            List<DbValue> results = [];
            foreach (var item in items)
            {
                var value = body.Evaluate(scope.With(variable, item));
                if (!IsFilter)
                {
                    results.Add(AsNull(value));
                }
                else if (value.IsTrue)
                {
                    results.Add(item);
                }
            }

            return new ArrayValue(results);
        }
    }

    private sealed class Fold(Expression input, Expression initial, Expression body) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            var source = input.Evaluate(scope);
            if (source.IsNullish)
            {
                return DbValue.Null;
            }

            var items = source as ArrayValue ?? throw DatabaseErrors.RequestFailed("Aggregate", $"input to $reduce must be an array not {source.TypeName}");
            var value = initial.Evaluate(scope);
            foreach (var item in items)
            {
                value = body.Evaluate(scope.With("value", value).With("this", item));
            }

            return value;
        }
    }
}
