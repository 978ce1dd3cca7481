using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>What <c>_</c> makes for an update: an operator with its operand.</summary>
internal sealed record UpdateCommand(string Name, DbValue Operand)
{
    private static readonly DbValue s_one = NumberValue.Of(1);
    private static readonly DbValue s_minusOne = NumberValue.Of(-1);

    /// <summary>Makes a command; null when there is none of that name.</summary>
    /// <exception cref="StatementException">The arguments are not those of the command.</exception>
    public static UpdateCommand? Create(string name, IReadOnlyList<object> arguments)
    {
        return name switch
        {
            "set" or "inc" or "mul" or "min" or "max" or "rename" or "pull" or "pullAll" or "addToSet" or "bit" => new UpdateCommand($"${name}", PlainData.Of(First(name, arguments))),
            "remove" => new UpdateCommand("$unset", TextValue.Empty),
            "pop" => new UpdateCommand("$pop", s_one),
            "shift" => new UpdateCommand("$pop", s_minusOne),
            "push" => new UpdateCommand("$push", Push(arguments)),
            "unshift" => new UpdateCommand("$push", new DocumentValue(new Field("$each", Values(arguments)), new Field("$position", NumberValue.Of(0)))),
            _ => null,
        };
    }

    private static object First(string name, IReadOnlyList<object> arguments)
    {
        return arguments is [not Undefined, ..] ? arguments[0] : throw new StatementException($"{name}() needs an argument");
    }

    /// <summary>The arguments, or the items of the one array among them.</summary>
    private static ArrayValue Values(IReadOnlyList<object> arguments)
    {
        return arguments is [var only, ..] && PlainData.Of(only) is ArrayValue array ? array : new ArrayValue([.. arguments.Select(PlainData.Of)]);
    }

    private static DocumentValue Push(IReadOnlyList<object> arguments)
    {
        if (arguments is not [var options, ..] || ScriptObject.MemberOf(options, "each") is null)
        {
            return DocumentValue.Of("$each", Values(arguments));
        }

        var plain = PlainData.DocumentOf(options, "the argument of push()");
        string[] modifiers = ["each", "position", "sort", "slice"];
        return new DocumentValue([.. modifiers.Where(name => !plain[name].IsMissing).Select(name => new Field($"${name}", plain[name]))]);
    }
}
