using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>An operator all of whose arguments are evaluated before it is applied.</summary>
/// <param name="Name">The name with its dollar sign.</param>
/// <param name="MinArguments">The fewest arguments.</param>
/// <param name="MaxArguments">The limit of arguments.</param>
/// <param name="Apply">The value for the arguments in order, or for the one document of named arguments.</param>
/// <param name="IsNamed">True when the arguments are a document, such as <c>{ date, format }</c>, which the operator gets as one value.</param>
internal sealed record Operator(string Name, int MinArguments, int MaxArguments, Func<DbValue[], DbValue> Apply, bool IsNamed = false)
{
    public static Operator Unary(string name, Func<DbValue, DbValue> apply) => new(name, 1, 1, arguments => apply(arguments[0]));

    public static Operator Binary(string name, Func<DbValue, DbValue, DbValue> apply) => new(name, 2, 2, arguments => apply(arguments[0], arguments[1]));

    public static Operator Variadic(string name, Func<DbValue[], DbValue> apply, int min = 0) => new(name, min, int.MaxValue, apply);

    public static Operator Named(string name, Func<DocumentValue, DbValue> apply)
    {
        return new(name, 1, 1, arguments => apply((DocumentValue)arguments[0]), IsNamed: true);
    }

    public static Dictionary<string, Operator> Table(params IEnumerable<Operator>[] groups)
    {
        return groups.SelectMany(group => group).ToDictionary(found => found.Name, StringComparer.Ordinal);
    }

    /// <exception cref="DatabaseException">There are too few or too many arguments.</exception>
    public Expression Compile(DbValue argument, Func<DbValue, Expression> compile)
    {
        if (IsNamed)
        {
            return argument is DocumentValue { Count: > 0 } named && named[0].Name is not ['$', ..]
                ? new Call(this, [compile(argument)])
                : throw DatabaseErrors.InvalidOperator($"{Name} requires an object of named arguments");
        }

        Expression[] arguments = argument is ArrayValue array ? [.. array.Select(compile)] : [compile(argument)];
        if (arguments.Length < MinArguments || arguments.Length > MaxArguments)
        {
            throw DatabaseErrors.InvalidOperator(
                MinArguments == MaxArguments
                    ? $"Expression {Name} takes exactly {MinArguments} arguments. {arguments.Length} were passed in."
                    : $"Expression {Name} takes at least {MinArguments} arguments, and at most {MaxArguments}, but {arguments.Length} were passed in.");
        }

        return new Call(this, arguments);
    }

    private sealed class Call(Operator called, Expression[] arguments) : Expression
    {
        public override DbValue Evaluate(Scope scope)
        {
            var values = new DbValue[arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = arguments[i].Evaluate(scope);
            }

            return called.Apply(values);
        }
    }
}
