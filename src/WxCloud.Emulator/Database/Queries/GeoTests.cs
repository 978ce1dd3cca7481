using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Geometry;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The tests of places, on a sphere.</summary>
internal static class GeoTests
{
    /// <exception cref="DatabaseException">The operand is no geometry of a form that is built.</exception>
    public static ValueTest Compile(string name, DbValue operand, DocumentValue operators)
    {
        return name switch
        {
            "$geoWithin" => Within(operand),
            "$geoIntersects" => new IntersectionTest(Shape(name, operand)),
            _ => Near(name, operand, operators),
        };
    }

    private static GeoShape Shape(string name, DbValue operand)
    {
        return operand is DocumentValue document && !document["$geometry"].IsMissing
            ? GeoShape.Parse(document["$geometry"])
            : throw DatabaseErrors.NotBuilt(
                operand is DocumentValue { Count: > 0 } other ? $"{name} with {other[0].Name}" : $"{name} without $geometry",
                name == "$geoWithin" ? "$geometry with a Polygon, or $centerSphere" : "$geometry");
    }

    private static ValueTest Within(DbValue operand)
    {
        if (operand is not DocumentValue document || document["$centerSphere"].IsMissing)
        {
            return new WithinTest(Shape("$geoWithin", operand));
        }

        return document["$centerSphere"] is ArrayValue { Count: 2 } circle && GeoShape.TryParse(circle[0]) is { Points: [var centre] }
            && circle[1] is NumberValue radius && radius.ToDouble() >= 0
            ? new CircleTest(centre, radius.ToDouble())
            : throw DatabaseErrors.InvalidOperator("$centerSphere needs [[longitude, latitude], radius in radians]");
    }

    private static NearTest Near(string name, DbValue operand, DocumentValue operators)
    {
        var limits = operand as DocumentValue ?? throw DatabaseErrors.NotBuilt($"{name} without $geometry");
        if (Shape(name, operand) is not { Points: [var centre], Lines: [], Polygons: [] })
        {
            throw DatabaseErrors.InvalidOperator($"{name} needs a Point");
        }

        return new NearTest(centre, Distance(limits, operators, "$minDistance", 0), Distance(limits, operators, "$maxDistance", double.PositiveInfinity));
    }

    private static double Distance(DocumentValue limits, DocumentValue operators, string name, double otherwise)
    {
        var value = limits[name].IsMissing ? operators[name] : limits[name];
        return value switch
        {
            { IsNullish: true } => otherwise,
            NumberValue number when number.ToDouble() >= 0 => number.ToDouble(),
            _ => throw DatabaseErrors.InvalidOperator($"{name} must be a number of metres, not negative"),
        };
    }

    private sealed class WithinTest(GeoShape area) : WholeValueTest
    {
        public override bool AcceptsItself(DbValue value) => GeoShape.TryParse(value) is { } shape && GeoPlane.IsWithin(shape, area);
    }

    private sealed class IntersectionTest(GeoShape area) : WholeValueTest
    {
        public override bool AcceptsItself(DbValue value) => GeoShape.TryParse(value) is { } shape && GeoPlane.Intersects(shape, area);
    }

    private sealed class CircleTest(GeoPoint centre, double radians) : WholeValueTest
    {
        public override bool AcceptsItself(DbValue value)
        {
            if (GeoShape.TryParse(value) is not { } shape)
            {
                return false;
            }

            foreach (var vertex in shape.Vertices)
            {
                if (vertex.AngleTo(centre) > radians)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

/// <summary><c>$nearSphere</c>: within a distance of a point; the documents found are sorted by it.</summary>
internal sealed class NearTest(GeoPoint centre, double minMetres, double maxMetres) : WholeValueTest
{
    public override bool AcceptsItself(DbValue value) => DistanceOf(value) is { } metres && metres >= minMetres && metres <= maxMetres;

    /// <summary>The distance of the nearest vertex in metres; null where there is no place.</summary>
    public double? DistanceOf(DbValue value)
    {
        if (GeoShape.TryParse(value) is not { } shape)
        {
            return null;
        }

        var nearest = double.PositiveInfinity;
        foreach (var vertex in shape.Vertices)
        {
            nearest = System.Math.Min(nearest, vertex.DistanceTo(centre));
        }

        return nearest;
    }
}
