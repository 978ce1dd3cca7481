using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random expressions, each of the requested type.</summary>
internal sealed class ExpressionGenerator(ValueGenerator values)
{
    public DbValue Any(int depth = 0)
    {
        return values.Next(6) switch
        {
            0 => Number(depth),
            1 => Text(depth),
            2 => Condition(depth),
            3 => List(depth),
            4 => Document(depth),
            _ => Date(depth),
        };
    }

    public DbValue Number(int depth)
    {
        if (depth > 2 || values.Chance(0.3))
        {
            return values.Chance(0.5) ? values.Number() : Op("$cond", IsA("$a", "number"), Path("$a"), NumberValue.Of(values.Next(4)));
        }

        var next = depth + 1;
        return values.Next(24) switch
        {
            0 => Op("$add", Number(next), Number(next)),
            1 => Op("$subtract", Number(next), Number(next)),
            2 => Op("$multiply", Number(next), Number(next)),
            3 => One("$abs", Number(next)),
            4 => One(values.OneOf("$floor", "$ceil"), Number(next)),
            5 => Op("$trunc", Number(next), NumberValue.Of(values.OneOf(0, 1, -1))),
            6 => Op("$mod", Number(next), NumberValue.Of(3)),
            7 => One("$size", List(next)),
            8 => One(values.OneOf("$strLenCP", "$strLenBytes"), Text(next)),
            9 => Op("$indexOfArray", List(next), values.Scalar()),
            10 => Op("$cmp", Number(next), Number(next)),
            11 => Op(values.OneOf("$sum", "$max", "$min", "$avg"), Number(next), Number(next)),
            12 => Op("$divide", Number(next), NumberValue.Of(2)),
            13 => One("$exp", Op("$min", Number(next), NumberValue.Of(5))),
            14 => One(values.OneOf("$ln", "$log10"), Positive(next)),
            15 => Op("$log", Positive(next), NumberValue.Of(2)),
            16 => Op("$pow", Number(next), NumberValue.Of(values.Next(4))),
            17 => One("$sqrt", Positive(next)),
            18 => Op("$indexOfBytes", Text(next), new TextValue(values.OneOf("a", "b"))),
            19 => Op("$strcasecmp", Text(next), Text(next)),
            20 => One("$size", Set(next)),
            21 => Op(values.OneOf("$stdDevPop", "$stdDevSamp"), Number(next), Number(next), Number(next)),
            22 => Switch(next, Number),
            _ => One(
                values.OneOf("$year", "$month", "$dayOfMonth", "$dayOfWeek", "$dayOfYear", "$isoWeek", "$isoWeekYear", "$isoDayOfWeek", "$hour", "$minute", "$second", "$millisecond"),
                Date(next)),
        };
    }

    public DbValue Text(int depth)
    {
        if (depth > 2 || values.Chance(0.3))
        {
            return values.Chance(0.5) ? new TextValue(values.Text()) : Op("$cond", IsA("$a", "string"), Path("$a"), new TextValue("z"));
        }

        var next = depth + 1;
        return values.Next(10) switch
        {
            0 => Op("$concat", Text(next), Text(next)),
            1 => One("$toUpper", Text(next)),
            2 => One("$toLower", Text(next)),
            3 => Op("$substrCP", Text(next), NumberValue.Of(values.Next(2)), NumberValue.Of(values.Next(3))),
            4 => One("$dateToString", new DocumentValue(new Field("date", Date(next)), new Field("format", new TextValue("%Y-%m-%d %H:%M:%S.%L %j")))),
            5 => Op(values.OneOf("$substr", "$substrBytes"), new TextValue(values.OneOf("abc", "Bxy", "bcd中")), NumberValue.Of(values.Next(2)), NumberValue.Of(values.Next(3))),
            6 => Op("$ifNull", Op("$arrayElemAt", Op("$split", Text(next), new TextValue(values.OneOf("a", "b"))), NumberValue.Of(values.OneOf(0, -1))), new TextValue("none")),
            7 => Switch(next, Text),
            8 => One("$literal", new TextValue("$a")),
            _ => Op("$cond", Condition(next), Text(next), Text(next)),
        };
    }

    /// <summary>Nothing is compared with null: for mingo a missing field equals it.</summary>
    public DbValue Condition(int depth)
    {
        var next = depth + 1;
        return depth > 2 ? BooleanValue.Of(values.Chance(0.5)) : values.Next(10) switch
        {
            0 => Op("$and", Condition(next), Condition(next)),
            1 => Op("$or", Condition(next), Condition(next)),
            2 => One("$not", Condition(next)),
            3 => Op(values.OneOf("$eq", "$ne"), Path("$b"), values.Scalar() is { IsNullish: false } value ? value : NumberValue.Of(1)),
            4 => Op(values.OneOf("$gt", "$gte", "$lt", "$lte"), Number(next), Number(next)),
            5 => Op("$in", values.Scalar(), List(next)),
            6 => Op("$setIsSubset", List(next), List(next)),
            7 => Op(values.OneOf("$anyElementTrue", "$allElementsTrue"), List(next)),
            8 => Op("$setEquals", Set(next), Set(next)),
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
        return values.Next(11) switch
        {
            0 => Op("$concatArrays", List(next), List(next)),
            1 => One("$reverseArray", List(next)),
            2 => Op("$slice", List(next), NumberValue.Of(values.OneOf(-2, 1, 2))),
            3 => Op("$slice", List(next), NumberValue.Of(values.OneOf(-2, 0, 1)), NumberValue.Of(2)),
            4 => One("$map", Named(("input", List(next)), ("as", new TextValue("v")), ("in", new ArrayValue([new TextValue("$$v"), NumberValue.Of(1)])))),
            5 => One("$filter", Named(("input", List(next)), ("as", new TextValue("v")), ("cond", Op("$and", One("$isNumber", new TextValue("$$v")), Op("$gt", new TextValue("$$v"), NumberValue.Of(1)))))),
            6 => Op("$range", NumberValue.Of(0), NumberValue.Of(values.Next(5)), NumberValue.Of(values.OneOf(1, 2))),
            7 => One("$let", Named(("vars", DocumentValue.Of("w", List(next))), ("in", new TextValue("$$w")))),
            8 => One("$zip", values.Chance(0.5)
                ? Named(("inputs", new ArrayValue([Numbers(), Numbers()])))
                : Named(("inputs", new ArrayValue([Numbers(), Numbers()])), ("useLongestLength", BooleanValue.True), ("defaults", new ArrayValue([NumberValue.Of(7), new TextValue("x")])))),
            9 => One("$objectToArray", Document(next)),
            _ => One("$reduce", Named(
                ("input", List(next)),
                ("initialValue", ArrayValue.Empty),
                ("in", Op("$concatArrays", new ArrayValue([new TextValue("$$this")]), new TextValue("$$value"))))),
        };
    }

    public DbValue Document(int depth)
    {
        var next = depth + 1;
        return depth > 2 ? One("$literal", values.Nested()) : values.Next(3) switch
        {
            0 => Op("$mergeObjects", Document(next), Named(("y", Any(next)))),
            1 => One("$arrayToObject", Op("$concatArrays", Pair("p", Text(next)), Pair("q", Number(next)))),
            _ => Named(("m", Any(next)), ("n", Text(next))),
        };
    }

    public DbValue Date(int depth)
    {
        var next = depth + 1;
        return depth > 2 ? values.Date() : values.Next(5) switch
        {
            0 => One("$dateFromParts", Named(
                ("year", NumberValue.Of(values.Next(3) + 2019)), ("month", NumberValue.Of(values.Next(12) + 1)), ("day", NumberValue.Of(values.Next(28) + 1)), ("hour", NumberValue.Of(values.Next(24))))),
            1 => One("$dateFromString", DocumentValue.Of("dateString", new TextValue($"20{values.Next(10) + 10}-0{values.Next(9) + 1}-1{values.Next(9)}T0{values.Next(9)}:30:15.{values.Next(9)}00Z"))),
            2 => Op("$add", Date(next), NumberValue.Of(values.Next(100_000_000))),
            3 => Op("$subtract", Date(next), NumberValue.Of(values.Next(100_000_000))),
            _ => values.Date(),
        };
    }

    private DocumentValue Positive(int depth) => Op("$add", One("$abs", Number(depth)), NumberValue.Of(1));

    /// <summary>What <c>$zip</c> takes: mingo gives the default in the place of a null, and a row of nulls where an array is empty.</summary>
    private ArrayValue Numbers() => new([values.Number(), .. values.Array(values.Number)]);

    /// <summary>Sets: their order is not specified, so they are used only where it does not matter.</summary>
    private DocumentValue Set(int depth) => Op(values.OneOf("$setUnion", "$setIntersection", "$setDifference"), List(depth), List(depth));

    private DocumentValue Switch(int depth, System.Func<int, DbValue> value)
    {
        return One("$switch", Named(
            ("branches", new ArrayValue([Named(("case", Condition(depth)), ("then", value(depth))), Named(("case", Condition(depth)), ("then", value(depth)))])),
            ("default", value(depth))));
    }

    private static DocumentValue Named(params (string Name, DbValue Value)[] fields) => new([.. System.Array.ConvertAll(fields, field => new Field(field.Name, field.Value))]);

    /// <summary>A name with a value, which is no array here: mingo takes the first item of one.</summary>
    private static ArrayValue Pair(string name, DbValue value) => new([new ArrayValue([new TextValue(name), value])]);

    private static TextValue Path(string path) => new(path);

    /// <summary>mingo compares values of one type only, so each comparison tests the type first.</summary>
    private static DocumentValue IsA(string path, string type)
    {
        return type == "number" ? One("$isNumber", Path(path)) : Op("$eq", One("$type", Path(path)), new TextValue(type));
    }

    /// <summary>mingo does not take a single argument out of a list, and an array that is written out would be taken for one.</summary>
    private static DocumentValue One(string name, DbValue argument) => DocumentValue.Of(name, argument is ArrayValue ? DocumentValue.Of("$literal", argument) : argument);

    private static DocumentValue Op(string name, params DbValue[] arguments) => DocumentValue.Of(name, new ArrayValue(arguments));
}
