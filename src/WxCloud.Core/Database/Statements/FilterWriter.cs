using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>
/// Writes filters with MongoDB's operators as what <c>where()</c> and <c>match()</c> take: <c>{ age: { $gt: 18 } }</c> becomes
/// <c>{"age":_.gt(18)}</c> (wxcloud reference, <c>db.command</c>).
/// </summary>
internal sealed class FilterWriter(LiteralWriter text)
{
    private static readonly Dictionary<string, string> s_comparisons = new()
    {
        ["$eq"] = "eq", ["$ne"] = "neq", ["$neq"] = "neq", ["$gt"] = "gt", ["$gte"] = "gte", ["$lt"] = "lt", ["$lte"] = "lte",
        ["$in"] = "in", ["$nin"] = "nin", ["$all"] = "all", ["$exists"] = "exists", ["$size"] = "size",
    };

    private static readonly string[] s_combinations = ["$and", "$or", "$nor"];

    private static readonly string[] s_distances = ["maxDistance", "minDistance"];

    /// <summary>Every operator that is known on a field.</summary>
    private static readonly string[] s_operators =
        [.. s_comparisons.Keys, "$mod", "$not", "$elemMatch", "$regex", "$options", "$geoNear", "$nearSphere", "$geoWithin", "$geoIntersects"];

    private readonly GeometryWriter _geometry = new(text);

    /// <exception cref="WxCloudException">An operator is unknown, misplaced or has an operand of another kind.</exception>
    public LiteralWriter Write(DocumentFields filter)
    {
        var plain = filter.Where(static field => !field.Key.StartsWith('$')).ToList();
        var combined = filter.Where(static field => field.Key.StartsWith('$')).ToList();
        if (combined.Count == 0)
        {
            return text.Members(plain, Condition);
        }

        if (combined.Count == 1 && plain.Count == 0)
        {
            return text.Inside(combined[0].Key, combined[0].Value, value => Combination(combined[0].Key, value));
        }

        text.Code("_.and([");
        if (plain.Count > 0)
        {
            text.Members(plain, Condition).Code(",");
        }

        for (var i = 0; i < combined.Count; i++)
        {
            var (name, operand) = combined[i];
            text.Code(i == 0 ? string.Empty : ",").Inside(name, operand, value => Combination(name, value));
        }

        return text.Code("])");
    }

    /// <summary>Writes a filter that is given as any value.</summary>
    public LiteralWriter WriteAny(object? filter) => filter is DocumentFields fields ? Write(fields) : throw Error.OperandWrong("filter", text.Path, "an object");

    private LiteralWriter Combination(string name, object? operand)
    {
        if (name == "$expr")
        {
            text.Code("_.expr(");
            new ExpressionWriter(text).Write(operand);
            return text.Code(")");
        }

        if (!s_combinations.Contains(name))
        {
            throw Error.OperatorUnknown(name, text.Path, string.Join(", ", [.. s_combinations, "$expr"]));
        }

        return operand is IReadOnlyList<object?> { Count: > 0 } filters
            ? text.Code($"_.{name.Substring(1)}(").Array(filters, WriteAny).Code(")")
            : throw Error.OperandWrong(name, text.Path, "an array of filters");
    }

    /// <summary>Writes the condition on one field.</summary>
    public LiteralWriter Condition(object? value)
    {
        if (value is not DocumentFields fields)
        {
            return text.Value(value);
        }

        // An empty object would be no condition at all, and a typed one would be read as fields below it.
        if (fields.Count == 0 || ExtendedJson.IsTyped(fields))
        {
            return text.Code("_.eq(").Value(value).Code(")");
        }

        return IsOperators(fields) ? Operators(fields) : text.Members(fields, Condition);
    }

    /// <summary>Whether an object holds operators; a mixture with fields has no meaning.</summary>
    private bool IsOperators(DocumentFields fields)
    {
        var operators = fields.Count(static field => field.Key.StartsWith('$'));
        return operators == 0 || fields[0].Key == "$serverDate" ? false
            : operators == fields.Count ? true
            : throw Error.OperatorsMixed(text.Path);
    }

    private LiteralWriter Operators(DocumentFields operators)
    {
        var conditions = operators.Where(static field => field.Key != "$options").ToList();
        if (conditions.Count == 1)
        {
            return Operator(operators, conditions[0].Key, conditions[0].Value);
        }

        text.Code("_.and([");
        for (var i = 0; i < conditions.Count; i++)
        {
            text.Code(i == 0 ? string.Empty : ",");
            Operator(operators, conditions[i].Key, conditions[i].Value);
        }

        return text.Code("])");
    }

    private LiteralWriter Operator(DocumentFields all, string name, object? operand) => text.Inside(name, operand, value => name switch
    {
        "$in" or "$nin" or "$all" when value is not IReadOnlyList<object?> => throw Error.OperandWrong(name, text.Path, "an array"),
        "$exists" when value is not bool => throw Error.OperandWrong(name, text.Path, "true or false"),
        "$size" when value is not (int or long) => throw Error.OperandWrong(name, text.Path, "a whole number"),
        "$regex" => RegularExpression(value, all),
        "$mod" => value is IReadOnlyList<object?> { Count: 2 } pair
            ? text.Code("_.mod(").Value(pair[0]).Code(",").Value(pair[1]).Code(")")
            : throw Error.OperandWrong(name, text.Path, "a divisor and a remainder"),
        "$not" => value is Regex || (value is DocumentFields negated && negated.Count > 0 && IsOperators(negated))
            ? Call("not", () => Condition(value))
            : throw Error.OperandWrong(name, text.Path, "operators or a regular expression"),
        "$elemMatch" => value is DocumentFields fields ? Call("elemMatch", () => IsOperators(fields) ? Operators(fields) : Write(fields)) : throw Error.OperandWrong(name, text.Path, "an object"),
        "$geoNear" or "$nearSphere" => Near(value),
        "$geoWithin" => Within(value),
        "$geoIntersects" => Call("geoIntersects", () => Geometry(value, close: true)),
        _ => s_comparisons.TryGetValue(name, out var comparison)
            ? text.Code($"_.{comparison}(").Value(value).Code(")")
            : throw Error.OperatorUnknown(name, text.Path, string.Join(", ", s_operators)),
    });

    private LiteralWriter Call(string name, System.Func<LiteralWriter> argument)
    {
        text.Code($"_.{name}(");
        return argument().Code(")");
    }

    private LiteralWriter RegularExpression(object? pattern, DocumentFields all)
    {
        var options = all.TryGet("$options", out var given) ? given as string ?? throw Error.OperandWrong("$options", text.Path, "a text") : null;
        return pattern switch
        {
            string expression => text.Pattern(expression, options ?? string.Empty),
            Regex regex => text.Pattern(regex.ToString(), options ?? text.OptionsOf(regex)),
            _ => throw Error.OperandWrong("$regex", text.Path, "a pattern"),
        };
    }

    private LiteralWriter Near(object? options) => Call("geoNear", () =>
    {
        Geometry(options, close: false);
        foreach (var name in s_distances)
        {
            if (Find(options, name) is { } distance)
            {
                text.Code($",{name}:").Value(distance is int or long or double ? distance : throw Error.OperandWrong(name, text.Path, "metres"));
            }
        }

        return text.Code("}");
    });

    private LiteralWriter Within(object? options) => Call("geoWithin", () =>
        Find(options, "centerSphere") is { } circle
            ? text.Code("{centerSphere:").Value(circle is IReadOnlyList<object?> { Count: 2 } ? circle : throw Error.OperandWrong("$centerSphere", text.Path, "[[longitude, latitude], radius]")).Code("}")
            : Geometry(options, close: true));

    private LiteralWriter Geometry(object? options, bool close)
    {
        text.Code("{geometry:");
        _geometry.Write(Find(options, "geometry") ?? throw Error.GeometryInvalid(text.Path));
        return close ? text.Code("}") : text;
    }

    /// <summary>An option by its name, with or without MongoDB's dollar.</summary>
    private static object? Find(object? options, string name) =>
        options is DocumentFields fields && (fields.TryGet("$" + name, out var value) || fields.TryGet(name, out value)) ? value : null;
}
