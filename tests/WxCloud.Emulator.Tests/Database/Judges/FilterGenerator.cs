using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random filters over the documents of <see cref="ValueGenerator"/>.</summary>
/// <param name="values">Where values come from.</param>
/// <param name="expressions">Where the expressions of <c>$expr</c> come from; null for none.</param>
internal sealed class FilterGenerator(ValueGenerator values, ExpressionGenerator? expressions = null)
{
    public DocumentValue Filter(int depth = 0)
    {
        if (depth < 2 && values.Chance(0.25))
        {
            var parts = Enumerable.Range(0, values.Next(2) + 1).Select(_ => (DbValue)Filter(depth + 1));
            return DocumentValue.Of(values.OneOf("$and", "$or", "$nor"), new ArrayValue([.. parts]));
        }

        if (expressions is not null && values.Chance(0.08))
        {
            return DocumentValue.Of("$expr", expressions.Condition(1));
        }

        DocumentBuilder filter = new();
        for (var i = values.Next(2); i >= 0; i--)
        {
            var path = Path();
            filter.Set(path, Condition(path));
        }

        return filter.Build();
    }

    private string Path() => values.OneOf("a", "b", "c", "d", "d.x", "d.y", "c.0", "d.0.x", "_id", "e");

    private DbValue Condition(string path)
    {
        if (values.Chance(0.2))
        {
            return values.Chance(0.8) || IsDotted(path) ? Scalar(path) : values.Array(values.Scalar);
        }

        DocumentBuilder operators = new();
        for (var i = values.Next(5) == 0 ? 1 : 0; i >= 0; i--)
        {
            var name = Operator(path);
            operators.Set(name, Operand(name, path));
        }

        return operators.Build();
    }

    /// <summary>
    /// mingo takes booleans and empty text for numbers in <c>$mod</c>, finds nothing but arrays with <c>$all</c>, does not look into arrays for <c>$type</c>, and takes the values found through an array of
    /// documents for an array.
    /// </summary>
    private string Operator(string path)
    {
        var name = values.OneOf("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$mod", "$all", "$size", "$elemMatch", "$regex", "$not", "$type", "$bitsAllSet", "$bitsAllClear", "$bitsAnySet", "$bitsAnyClear");
        return name switch
        {
            "$mod" when path is not "_id" => "$gt",
            ['$', 'b', 'i', 't', 's', ..] when path is not "_id" => "$lte",
            "$all" when path is not "c" => "$in",
            "$size" or "$elemMatch" when IsDotted(path) => "$lt",
            "$type" when path is not ("a" or "b" or "_id") => "$gte",
            _ => name,
        };
    }

    private static bool IsDotted(string path) => path.Contains('.', System.StringComparison.Ordinal);

    /// <summary>Null finds a field that is missing in one of several documents, which mingo does not.</summary>
    private DbValue Scalar(string path) => values.Scalar() is var value && value.IsNullish && IsDotted(path) ? NumberValue.Of(1) : value;

    private DbValue Operand(string name, string path)
    {
        switch (name)
        {
            case "$gt" or "$gte" or "$lt" or "$lte":
                return values.Chance(0.7) ? values.Number() : values.Chance(0.5) ? new TextValue(values.Text()) : values.Date();
            case "$in" or "$nin":
                return new ArrayValue([Scalar(path), .. values.Array(() => Scalar(path))]);
            case "$all":
                return new ArrayValue([Scalar("d.x"), .. values.Array(() => Scalar("d.x"))]);
            case "$exists":
                return BooleanValue.Of(values.Chance(0.5));
            case "$mod":
                return new ArrayValue([NumberValue.Of(values.OneOf(2, 3)), NumberValue.Of(values.OneOf(0, 1))]);
            case "$bitsAllSet" or "$bitsAllClear" or "$bitsAnySet" or "$bitsAnyClear":
                return values.Chance(0.5) ? NumberValue.Of(values.Next(7) + 1) : new ArrayValue([NumberValue.Of(values.Next(2)), NumberValue.Of(2)]);
            case "$size":
                return NumberValue.Of(values.Next(4));
            case "$elemMatch":
                return path is "d"
                    ? DocumentValue.Of(values.OneOf("x", "y"), values.Chance(0.5) ? values.Number() : DocumentValue.Of(values.OneOf("$gt", "$lte"), values.Number()))
                    : DocumentValue.Of(values.OneOf("$gt", "$lt", "$gte"), values.Number());
            case "$regex":
                return new RegexValue(values.OneOf("a", "^a", "b$", "^$", "[ab]"), values.OneOf("", "i"));
            case "$not":
                return DocumentValue.Of(values.OneOf("$gt", "$lt", "$gte"), values.Number());
            case "$type":
                return new TextValue(values.OneOf("string", "number", "bool", "date"));
            default:
                return Scalar(path);
        }
    }
}
