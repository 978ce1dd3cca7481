using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>
/// Writes the changes of an update as what <c>update({data})</c> takes. Values are set; objects below fields are merged, as the
/// language does it; operators are below a field (<c>{ n: { $inc: 1 } }</c>) or, as in MongoDB, above it
/// (<c>{ $inc: { n: 1 } }</c>).
/// </summary>
internal sealed class UpdateWriter(LiteralWriter text)
{
    private static readonly string[] s_unary = ["$set", "$inc", "$mul", "$min", "$max", "$rename", "$pullAll", "$bit"];

    private static readonly string[] s_operators = [.. s_unary, "$unset", "$push", "$pop", "$shift", "$unshift", "$pull", "$addToSet"];

    /// <exception cref="WxCloudException">An operator is unknown, or the changes concern <c>_id</c>.</exception>
    public LiteralWriter Write(DocumentFields changes)
    {
        var flat = new DocumentFields();
        foreach (var (name, value) in changes)
        {
            if (!name.StartsWith('$'))
            {
                flat.Add(name, value);
                continue;
            }

            CheckKnown(name, name);
            foreach (var (field, operand) in value as DocumentFields ?? throw Error.OperandWrong(name, name, "an object with fields"))
            {
                flat.Add(field, new DocumentFields { { name, operand } });
            }
        }

        foreach (var (name, _) in flat)
        {
            if (name == "_id")
            {
                throw Error.IdNotChangeable();
            }

            if (name.Length == 0 || name.Contains('\0') || name.StartsWith('.') || name.EndsWith('.'))
            {
                throw Error.FieldNameInvalid(name, name);
            }
        }

        return flat.Count == 0 ? throw Error.NothingToChange() : text.Members(flat, Change);
    }

    private LiteralWriter Change(object? value)
    {
        if (value is not DocumentFields fields || (fields.Count == 1 && fields[0].Key == "$serverDate"))
        {
            return text.Value(value);
        }

        // Merged, an empty object would change nothing, and a typed one would become fields.
        if (fields.Count == 0 || ExtendedJson.IsTyped(fields))
        {
            return text.Code("_.set(").Value(value).Code(")");
        }

        var operators = fields.Count(static field => field.Key.StartsWith('$'));
        return operators == 0 ? text.Members(fields, Change)
            : operators == 1 && fields.Count == 1 ? Operator(fields[0].Key, fields[0].Value)
            : throw Error.OperatorsMixed(text.Path);
    }

    private LiteralWriter Operator(string name, object? operand) => text.Inside(name, operand, value => name switch
    {
        "$unset" => text.Code("_.remove()"),
        "$pop" => text.Code(value is -1 or -1L ? "_.shift()" : "_.pop()"),
        "$shift" => text.Code("_.shift()"),
        "$push" => Push(value),
        "$unshift" => Call("unshift", () => text.Value(value is IReadOnlyList<object?> ? value : new List<object?> { value })),
        "$pull" => Call("pull", () => Pull(value)),
        "$addToSet" => Call("addToSet", () => AddToSet(value)),
        _ => Unary(name, value),
    });

    private LiteralWriter Unary(string name, object? value)
    {
        CheckKnown(name, text.Path);
        return Call(name.Substring(1), () => text.Value(value));
    }

    private LiteralWriter Call(string name, System.Func<LiteralWriter> argument)
    {
        text.Code($"_.{name}(");
        return argument().Code(")");
    }

    /// <summary>A list adds each of its items, as in Mini Programs.</summary>
    private LiteralWriter Push(object? value)
    {
        if (value is not DocumentFields options || !options.TryGet("$each", out _))
        {
            return Call("push", () => text.Value(value is IReadOnlyList<object?> ? value : new List<object?> { value }));
        }

        var known = new DocumentFields();
        foreach (var (name, content) in options)
        {
            known.Add(
                name is "$each" or "$position" or "$sort" or "$slice" ? name.Substring(1) : throw Error.OperatorUnknown(name, text.Path, "$each, $position, $sort, $slice"),
                content);
        }

        return Call("push", () => text.Members(known, text.Value));
    }

    /// <summary>A value, or conditions on the items that are taken out.</summary>
    private LiteralWriter Pull(object? value) =>
        value is DocumentFields fields && !ExtendedJson.IsTyped(fields) && fields.Count > 0 && fields[0].Key.StartsWith('$')
            ? new FilterWriter(text).Condition(fields)
            : value is DocumentFields items && !ExtendedJson.IsTyped(items) ? new FilterWriter(text).Write(items) : text.Value(value);

    private LiteralWriter AddToSet(object? value) =>
        value is DocumentFields { Count: 1 } options && options.TryGet("$each", out var items) ? text.Code("{\"$each\":").Value(items).Code("}") : text.Value(value);

    private static void CheckKnown(string name, string path)
    {
        if (!s_operators.Contains(name))
        {
            throw Error.OperatorUnknown(name, path, string.Join(", ", s_operators));
        }
    }
}
