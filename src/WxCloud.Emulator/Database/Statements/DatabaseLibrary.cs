using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary><c>db</c>.</summary>
/// <param name="command">What <c>db.command</c> is.</param>
/// <param name="now">The time of <c>serverDate</c>, in Unix milliseconds.</param>
internal sealed class DatabaseLibrary(CommandLibrary command, long now) : HostObject
{
    public override object? Member(string name)
    {
        return name switch
        {
            "collection" => HostFunction.Unary(argument => argument is TextValue { Text.Length: > 0 } collection
                ? new CollectionChain(new FindCommand(collection.Text))
                : throw new StatementException("collection() needs a name")),
            "command" => command,
            "Geo" => new GeoLibrary(),
            "RegExp" => new HostFunction(arguments => Regex(arguments), isConstructor: true),
            "serverDate" => new HostFunction(ServerDate, isConstructor: true),
            _ => null,
        };
    }

    private static RegexValue Regex(IReadOnlyList<object> arguments)
    {
        return arguments is [{ } options, ..] && ScriptObject.MemberOf(options, "regexp") is TextValue pattern
            ? new RegexValue(pattern.Text, (ScriptObject.MemberOf(options, "options") as TextValue)?.Text ?? string.Empty)
            : throw new StatementException("db.RegExp() needs { regexp, options }");
    }

    private DateValue ServerDate(IReadOnlyList<object> arguments)
    {
        var offset = arguments.Count > 0 ? ScriptObject.MemberOf(arguments[0], "offset") as NumberValue : null;
        return new DateValue(now + (offset is null ? 0 : (long)offset.ToDouble()));
    }
}

/// <summary><c>db.Geo</c>: each shape is made of shapes, the point of longitude and latitude. All may follow <c>new</c> or not.</summary>
internal sealed class GeoLibrary : HostObject
{
    public override object? Member(string name)
    {
        return name switch
        {
            "Point" => new HostFunction(Point, isConstructor: true),
            "LineString" or "MultiPoint" => Shape(name, "Point"),
            "Polygon" or "MultiLineString" => Shape(name, "LineString"),
            "MultiPolygon" => Shape(name, "Polygon"),
            _ => null,
        };
    }

    private static ScriptGeometry Point(IReadOnlyList<object> arguments)
    {
        return arguments is [NumberValue longitude, NumberValue latitude] && longitude.ToDouble() is >= -180 and <= 180 && latitude.ToDouble() is >= -90 and <= 90
            ? Geometry("Point", new ArrayValue([longitude, latitude]))
            : throw new StatementException("Point() needs a longitude from -180 to 180 and a latitude from -90 to 90");
    }

    private static HostFunction Shape(string name, string part)
    {
        return new(
            arguments =>
            {
                var items = arguments is [var first, ..] ? ScriptArray.ItemsOf(first) : null;
                if (items is null || items.Any(item => item is not ScriptGeometry geometry || geometry.Geometry["type"] is not TextValue type || type.Text != part))
                {
                    throw new StatementException($"{name}() needs an array of {part}");
                }

                return Geometry(name, new ArrayValue([.. items.Cast<ScriptGeometry>().Select(item => item.Geometry["coordinates"])]));
            },
            isConstructor: true);
    }

    private static ScriptGeometry Geometry(string type, ArrayValue coordinates)
    {
        return new(new DocumentValue(new Field("type", new TextValue(type)), new Field("coordinates", coordinates)));
    }
}
