using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Geometry;

/// <summary>A GeoJSON geometry: points, lines and polygons (an outer ring, then its holes).</summary>
internal sealed class GeoShape
{
    private GeoShape(IReadOnlyList<GeoPoint> points, IReadOnlyList<GeoPoint[]> lines, IReadOnlyList<GeoPoint[][]> polygons)
    {
        Points = points;
        Lines = lines;
        Polygons = polygons;
    }

    public IReadOnlyList<GeoPoint> Points { get; }

    public IReadOnlyList<GeoPoint[]> Lines { get; }

    public IReadOnlyList<GeoPoint[][]> Polygons { get; }

    public IEnumerable<GeoPoint> Vertices => Points.Concat(Lines.SelectMany(line => line)).Concat(Polygons.SelectMany(polygon => polygon.SelectMany(ring => ring)));

    /// <summary>The geometry of a query.</summary>
    /// <exception cref="DatabaseException">The value is no GeoJSON geometry.</exception>
    public static GeoShape Parse(DbValue value)
    {
        return TryParse(value) ?? throw DatabaseErrors.InvalidOperator($"a GeoJSON geometry is required, with longitude -180 to 180 and latitude -90 to 90, not a value of type {value.TypeName}");
    }

    /// <summary>The geometry in a document; null when it is not one.</summary>
    public static GeoShape? TryParse(DbValue value)
    {
        // A legacy pair of coordinates counts as a point.
        if (value is ArrayValue)
        {
            return Point(value) is { } legacy ? new GeoShape([legacy], [], []) : null;
        }

        if (value is not DocumentValue document || document["type"] is not TextValue type)
        {
            return null;
        }

        var coordinates = document["coordinates"];
        return type.Text switch
        {
            "Point" => Point(coordinates) is { } point ? new GeoShape([point], [], []) : null,
            "MultiPoint" => Line(coordinates, 1) is { } points ? new GeoShape(points, [], []) : null,
            "LineString" => Line(coordinates, 2) is { } line ? new GeoShape([], [line], []) : null,
            "MultiLineString" => All(coordinates, item => Line(item, 2)) is { } lines ? new GeoShape([], lines, []) : null,
            "Polygon" => Polygon(coordinates) is { } polygon ? new GeoShape([], [], [polygon]) : null,
            "MultiPolygon" => All(coordinates, Polygon) is { } polygons ? new GeoShape([], [], polygons) : null,
            _ => null,
        };
    }

    private static GeoPoint? Point(DbValue value)
    {
        return value is ArrayValue { Count: 2 } pair && pair[0] is NumberValue longitude && pair[1] is NumberValue latitude
            && longitude.ToDouble() is >= -180 and <= 180 && latitude.ToDouble() is >= -90 and <= 90
            ? GeoPoint.At(longitude.ToDouble(), latitude.ToDouble())
            : null;
    }

    private static GeoPoint[]? Line(DbValue value, int minLength)
    {
        return value is ArrayValue array && array.Count >= minLength && array.Select(Point).ToArray() is var points && points.All(point => point is not null)
            ? [.. points.Select(point => point!.Value)]
            : null;
    }

    /// <summary>Rings are closed: the last point is the first one.</summary>
    private static GeoPoint[][]? Polygon(DbValue value)
    {
        return All(value, ring => Line(ring, 4) is { } points && points[0] == points[^1] ? points : null);
    }

    private static T[]? All<T>(DbValue value, System.Func<DbValue, T?> read)
        where T : class
    {
        return value is ArrayValue { Count: > 0 } array && array.Select(read).OfType<T>().ToArray() is var items && items.Length == array.Count ? items : null;
    }
}
