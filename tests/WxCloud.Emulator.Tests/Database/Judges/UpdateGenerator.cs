using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random updates over the documents of <see cref="ValueGenerator"/>; operators meet the types that they work on.</summary>
internal sealed class UpdateGenerator(ValueGenerator values)
{
    private static readonly string[] s_operators =
    [
        "$set", "$unset", "$inc", "$mul", "$min", "$max", "$rename", "$push", "$pop", "$pull", "$pullAll", "$addToSet", "$bit",
    ];

    /// <summary>An update of one or two operators on different fields.</summary>
    public DocumentValue Update(DocumentValue document)
    {
        DocumentBuilder update = new();
        List<string> used = [];
        for (var i = values.Next(3); i >= 0; i--)
        {
            var name = values.OneOf(s_operators);
            var path = Path(name, document);
            if (path is null || used.Any(other => other[0] == path[0]))
            {
                continue;
            }

            used.Add(path);
            var paths = update.Get(name) as DocumentValue ?? DocumentValue.Empty;
            update.Set(name, paths.With(path, Operand(name)));
        }

        return update.Count > 0 ? update.Build() : DocumentValue.Of("$set", DocumentValue.Of("b", values.Scalar()));
    }

    /// <summary>An update of the item that a condition finds, or of every item, of the array <c>c</c> or <c>d</c>.</summary>
    public (DocumentValue Condition, DocumentValue Update) Positional(DocumentValue document)
    {
        var isNested = document["d"] is ArrayValue { Count: > 0 } && values.Chance(0.5);
        var (array, field) = isNested ? ("d", ".x") : ("c", string.Empty);
        var sought = values.Number();
        var condition = isNested
            ? DocumentValue.Of("d", DocumentValue.Of("$elemMatch", DocumentValue.Of("x", sought)))
            : DocumentValue.Of("c", values.Chance(0.5) ? sought : DocumentValue.Of("$elemMatch", DocumentValue.Of("$gte", sought)));
        var name = isNested ? values.OneOf("$set", "$inc", "$mul", "$max") : "$set";
        return (condition, DocumentValue.Of(name, DocumentValue.Of($"{array}.{values.OneOf("$", "$[]")}{field}", values.Number())));
    }

    /// <summary>A path that the operator applies to, since mingo passes over the others in silence; null when the document has none.</summary>
    private string? Path(string name, DocumentValue document)
    {
        switch (name)
        {
            case "$inc" or "$mul":
                return document["a"] is TextValue ? null : values.OneOf("a", "n");
            case "$bit":
                return document["a"] is IntegerValue ? "a" : null;
            case "$push" or "$pop" or "$pull" or "$pullAll" or "$addToSet":
                return document["c"] is ArrayValue ? "c" : null;
            case "$min" or "$max":
                return document["a"] is NumberValue ? "a" : null;
            case "$rename":
                return values.OneOf("a", "b");
            case "$unset":
                return values.OneOf("a", "b", "c", "e", "d.x");
            default:
                return document["d"] is DocumentValue ? values.OneOf("a", "b", "c", "d.x", "d.z", "f.g") : values.OneOf("a", "b", "f.g");
        }
    }

    private DbValue Operand(string name)
    {
        switch (name)
        {
            case "$inc" or "$mul" or "$min" or "$max":
                return values.Number();
            case "$bit":
                return DocumentValue.Of(values.OneOf("and", "or", "xor"), NumberValue.Of(values.Next(8)));
            case "$rename":
                return new TextValue(values.OneOf("r", "s"));
            case "$unset":
                return TextValue.Empty;
            case "$pop":
                return NumberValue.Of(values.OneOf(1, -1));
            case "$pull":
                return values.Chance(0.5) ? values.Number() : DocumentValue.Of(values.OneOf("$gt", "$lt", "$in"), NumberValue.Of(1)) is var condition && condition[0].Name == "$in"
                    ? DocumentValue.Of("$in", values.Array(values.Scalar))
                    : condition;
            case "$pullAll":
                return values.Array(values.Scalar);
            case "$addToSet":
                return values.Chance(0.5) ? values.Scalar() : DocumentValue.Of("$each", values.Array(values.Scalar));
            case "$push":
                return values.Chance(0.4) ? values.Scalar() : Push();
            default:
                return values.Chance(0.7) ? values.Scalar() : values.Chance(0.5) ? values.Array(values.Scalar) : values.Nested();
        }
    }

    private DocumentValue Push()
    {
        var push = new DocumentBuilder().Set("$each", values.Array(values.Number));
        if (values.Chance(0.4))
        {
            push.Set("$position", NumberValue.Of(values.Next(3)));
        }

        if (values.Chance(0.3))
        {
            push.Set("$sort", NumberValue.Of(values.OneOf(1, -1)));
        }

        if (values.Chance(0.4))
        {
            push.Set("$slice", NumberValue.Of(values.Next(6) - 3));
        }

        return push.Build();
    }
}
