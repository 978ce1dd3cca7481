using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary><c>_</c>, which is <c>db.command</c>.</summary>
internal sealed class CommandLibrary(HostObject aggregate) : HostObject
{
    private static readonly HashSet<string> s_comparisons = ["eq", "neq", "gt", "gte", "lt", "lte", "in", "nin", "geoNear", "geoWithin", "geoIntersects"];

    /// <summary>True for the comparisons that may also follow another one.</summary>
    public static bool IsComparison(string name) => s_comparisons.Contains(name);

    public override object? Member(string name)
    {
        return name switch
        {
            "aggregate" => aggregate,
            "project" => new ProjectLibrary(),
            "and" or "or" or "nor" => new HostFunction(arguments => new Combination($"${name}", Conditions(arguments))),
            "not" => new HostFunction(arguments => new NegatedCondition(Conditions(arguments) is [var only, ..] ? only : Undefined.Value)),
            "expr" => HostFunction.Unary(expression => DocumentValue.Of("$expr", PlainData.Of(expression))),
            "jsonSchema" => HostFunction.Unary(schema => DocumentValue.Of("$jsonSchema", PlainData.Of(schema))),
            "all" or "elemMatch" or "exists" or "size" or "mod" => new HostFunction(arguments => Comparison(name, arguments)),
            _ when IsComparison(name) => new HostFunction(arguments => Comparison(name, arguments)),
            _ => new HostFunction(arguments => UpdateCommand.Create(name, arguments) ?? throw new StatementException($"_.{name} is no command")),
        };
    }

    /// <summary>The conditions of <c>and</c>, <c>or</c>, <c>nor</c>, <c>not</c>: the arguments, or the items of one array.</summary>
    public static IReadOnlyList<object> Conditions(IReadOnlyList<object> arguments)
    {
        return arguments is [var first, ..] && ScriptArray.ItemsOf(first) is { } items ? items : arguments;
    }

    /// <exception cref="StatementException">The operand is not one of the comparison.</exception>
    public static FieldCondition Comparison(string name, IReadOnlyList<object> arguments)
    {
        if (arguments is not [not Undefined, ..])
        {
            throw new StatementException($"{name}() needs an argument");
        }

        var operand = arguments[0];
        return name switch
        {
            "neq" => new Comparison("$ne", PlainData.Of(operand)),
            "in" or "nin" or "all" => new Comparison($"${name}", PlainData.Of(operand) as ArrayValue ?? throw new StatementException($"{name}() needs an array")),
            "mod" when arguments.Count == 2 => new Comparison("$mod", new ArrayValue([.. arguments.Select(PlainData.Of)])),
            "geoNear" => new Comparison("$nearSphere", Near(operand)),
            "geoWithin" => new Comparison("$geoWithin", Within(operand)),
            "geoIntersects" => new Comparison("$geoIntersects", DocumentValue.Of("$geometry", Geometry(operand))),
            _ => new Comparison($"${name}", PlainData.Of(operand)),
        };
    }

    private static DbValue Geometry(object options)
    {
        return ScriptObject.MemberOf(options, "geometry") is { } geometry ? PlainData.Of(geometry) : throw new StatementException("'geometry' is missing");
    }

    private static DocumentValue Near(object options)
    {
        DocumentBuilder near = new();
        near.Set("$geometry", Geometry(options));
        foreach (var name in (string[])["maxDistance", "minDistance"])
        {
            near.Set($"${name}", PlainData.Of(ScriptObject.MemberOf(options, name) ?? Undefined.Value));
        }

        return near.Build();
    }

    private static DocumentValue Within(object options)
    {
        if (ScriptObject.MemberOf(options, "centerSphere") is not { } circle)
        {
            return DocumentValue.Of("$geometry", Geometry(options));
        }

        var pair = PlainData.Of(circle) as ArrayValue ?? throw new StatementException("centerSphere must be [point, radius]");
        var parts = pair.Select(item => item is DocumentValue point ? point["coordinates"] : item);
        return DocumentValue.Of("$centerSphere", new ArrayValue([.. parts]));
    }

    /// <summary><c>_.project</c>: the operators of <c>field()</c>.</summary>
    private sealed class ProjectLibrary : HostObject
    {
        public override object? Member(string name)
        {
            return name is "slice" or "elemMatch" ? HostFunction.Unary(operand => DocumentValue.Of($"${name}", PlainData.Of(operand))) : null;
        }
    }
}
