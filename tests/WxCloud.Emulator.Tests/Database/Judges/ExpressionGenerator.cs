using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random expressions, each of the type that is asked for.</summary>
internal sealed class ExpressionGenerator(ValueGenerator values)
{
    public DbValue Any(int depth = 0)
    {
        return values.Next(4) switch
        {
            0 => Number(depth),
            1 => Text(depth),
            2 => Condition(depth),
            _ => List(depth),
        };
    }

    public DbValue Number(int depth)
    {
        if (depth > 2 || values.Chance(0.3))
        {
            return values.Chance(0.5) ? values.Number() : Op("$cond", IsA("$a", "number"), Path("$a"), NumberValue.Of(values.Next(4)));
        }

        var next = depth + 1;
        return values.Next(14) switch
        {
            0 => Op("$add", Number(next), Number(next)),
            1 => Op("$subtract", Number(next), Number(next)),
            2 => Op("$multiply", Number(next), Number(next)),
            3 => One("$abs", Number(next)),
            4 => One("$floor", Number(next)),
            5 => One("$ceil", Number(next)),
            6 => Op("$mod", Number(next), NumberValue.Of(3)),
            7 => One("$size", List(next)),
            8 => One("$strLenCP", Text(next)),
            9 => Op("$indexOfArray", List(next), values.Scalar()),
            10 => Op("$cmp", Number(next), Number(next)),
            11 => Op(values.OneOf("$sum", "$max", "$min", "$avg"), Number(next), Number(next)),
            12 => Op("$divide", Number(next), NumberValue.Of(2)),
            _ => One(values.OneOf("$year", "$month", "$dayOfMonth", "$dayOfWeek", "$dayOfYear", "$isoWeek", "$isoDayOfWeek", "$hour"), values.Date()),
        };
    }

    public DbValue Text(int depth)
    {
        if (depth > 2 || values.Chance(0.3))
        {
            return values.Chance(0.5) ? new TextValue(values.Text()) : Op("$cond", IsA("$a", "string"), Path("$a"), new TextValue("z"));
        }

        var next = depth + 1;
        return values.Next(6) switch
        {
            0 => Op("$concat", Text(next), Text(next)),
            1 => One("$toUpper", Text(next)),
            2 => One("$toLower", Text(next)),
            3 => Op("$substrCP", Text(next), NumberValue.Of(values.Next(2)), NumberValue.Of(values.Next(3))),
            4 => One("$dateToString", new DocumentValue(new Field("date", values.Date()), new Field("format", new TextValue("%Y-%m-%d %H:%M:%S.%L %j")))),
            _ => Op("$cond", Condition(next), Text(next), Text(next)),
        };
    }

    public DbValue Condition(int depth)
    {
        var next = depth + 1;
        return depth > 2 ? BooleanValue.Of(values.Chance(0.5)) : values.Next(9) switch
        {
            0 => Op("$and", Condition(next), Condition(next)),
            1 => Op("$or", Condition(next), Condition(next)),
            2 => One("$not", Condition(next)),
            3 => Op(values.OneOf("$eq", "$ne"), Path("$b"), values.Scalar()),
            4 => Op(values.OneOf("$gt", "$gte", "$lt", "$lte"), Number(next), Number(next)),
            5 => Op("$in", values.Scalar(), List(next)),
            6 => Op("$setIsSubset", List(next), List(next)),
            7 => Op(values.OneOf("$anyElementTrue", "$allElementsTrue"), List(next)),
            _ => One("$isArray", Path("$c")),
        };
    }

    public DbValue List(int depth)
    {
        if (depth > 2 || values.Chance(0.4))
        {
            return values.Chance(0.5) ? values.Array(values.Number) : Op("$ifNull", Path("$c"), ArrayValue.Empty);
        }

        var next = depth + 1;
        return values.Next(9) switch
        {
            0 => Op("$concatArrays", List(next), List(next)),
            1 => One("$reverseArray", List(next)),
            2 => Op("$slice", List(next), NumberValue.Of(values.OneOf(-2, 1, 2))),
            3 => Op("$slice", List(next), NumberValue.Of(values.OneOf(-2, 0, 1)), NumberValue.Of(2)),
            4 => One("$map", new DocumentValue(new Field("input", List(next)), new Field("as", new TextValue("v")), new Field("in", new ArrayValue([new TextValue("$$v"), NumberValue.Of(1)])))),
            5 => One("$filter", new DocumentValue(new Field("input", List(next)), new Field("as", new TextValue("v")), new Field("cond", Op("$and", One("$isNumber", new TextValue("$$v")), Op("$gt", new TextValue("$$v"), NumberValue.Of(1)))))),
            6 => Op("$range", NumberValue.Of(0), NumberValue.Of(values.Next(5)), NumberValue.Of(values.OneOf(1, 2))),
            7 => One("$let", new DocumentValue(new Field("vars", DocumentValue.Of("w", List(next))), new Field("in", new TextValue("$$w")))),
            _ => One("$reduce", new DocumentValue(
                new Field("input", List(next)),
                new Field("initialValue", ArrayValue.Empty),
                new Field("in", Op("$concatArrays", new ArrayValue([new TextValue("$$this")]), new TextValue("$$value"))))),
        };
    }

    private static TextValue Path(string path) => new TextValue(path);

    /// <summary>mingo compares values of one type only, so each comparison asks for the type first.</summary>
    private static DocumentValue IsA(string path, string type)
    {
        return type == "number" ? One("$isNumber", Path(path)) : Op("$eq", One("$type", Path(path)), new TextValue(type));
    }

    /// <summary>mingo does not take a single argument out of a list, and an array that is written out would be taken for one.</summary>
    private static DocumentValue One(string name, DbValue argument) => DocumentValue.Of(name, argument is ArrayValue ? DocumentValue.Of("$literal", argument) : argument);

    private static DocumentValue Op(string name, params DbValue[] arguments) => DocumentValue.Of(name, new ArrayValue(arguments));
}
