using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>Writes GeoJSON as calls of <c>db.Geo</c>, which geographic conditions take (wxcloud reference, <c>db.Geo</c>).</summary>
internal sealed class GeometryWriter(LiteralWriter text)
{
    /// <param name="geometry">An object with <c>type</c> and <c>coordinates</c>.</param>
    /// <exception cref="WxCloudException">The value is not such an object.</exception>
    public LiteralWriter Write(object? geometry) =>
        geometry is DocumentFields fields && fields.TryGet("type", out var type) && fields.TryGet("coordinates", out var coordinates) && type is string name
            ? Shape(name, coordinates)
            : throw Error.GeometryInvalid(text.Path);

    private LiteralWriter Shape(string type, object? coordinates) => type switch
    {
        "Point" => Point(coordinates),
        "LineString" or "MultiPoint" => Many(type, coordinates, "Point"),
        "Polygon" or "MultiLineString" => Many(type, coordinates, "LineString"),
        "MultiPolygon" => Many(type, coordinates, "Polygon"),
        _ => throw Error.GeometryInvalid(text.Path),
    };

    private LiteralWriter Point(object? coordinates) =>
        coordinates is IReadOnlyList<object?> { Count: 2 } pair && pair.All(static part => part is int or long or double)
            ? text.Code("db.Geo.Point(").Value(pair[0]).Code(",").Value(pair[1]).Code(")")
            : throw Error.GeometryInvalid(text.Path);

    private LiteralWriter Many(string type, object? coordinates, string part) =>
        coordinates is IReadOnlyList<object?> { Count: > 0 } parts
            ? text.Code($"db.Geo.{type}(").Array(parts, item => Shape(part, item)).Code(")")
            : throw Error.GeometryInvalid(text.Path);
}
