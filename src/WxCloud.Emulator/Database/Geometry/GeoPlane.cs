using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Emulator.Database.Geometry;

/// <summary>
/// The plane on which great circles are straight lines (the gnomonic projection), so that edges on the globe can be intersected as segments. It
/// shows one hemisphere around its centre; shapes that reach beyond it are not comparable.
/// </summary>
internal sealed class GeoPlane
{
    private const double Horizon = 1e-6;
    private const double Tolerance = 1e-12;

    private readonly GeoPoint _centre;
    private readonly GeoPoint _east;
    private readonly GeoPoint _north;

    private GeoPlane(GeoPoint centre)
    {
        _centre = centre;
        var isPolar = Math.Abs(centre.Z) > 0.9;
        var axis = isPolar ? new GeoPoint(1, 0, 0) : new GeoPoint(0, 0, 1);
        _east = Unit(Cross(axis, centre));
        _north = Cross(centre, _east);
    }

    /// <summary>Whether every point of the inner shape is inside a polygon of the outer one, its edges included.</summary>
    public static bool IsWithin(GeoShape inner, GeoShape outer)
    {
        if (Around(outer) is not { } plane || plane.Project(inner) is not { } shape || plane.Project(outer) is not { } area || area.Polygons.Count == 0)
        {
            return false;
        }

        // Vertices inside are enough for points; an edge must also not leave the area between them.
        return shape.Vertices.All(point => area.Polygons.Any(polygon => Contains(polygon, point)))
            && !shape.Segments.Any(segment => area.Segments.Any(edge => Crosses(segment, edge, properly: true)));
    }

    /// <summary>Whether two shapes have a point in common.</summary>
    public static bool Intersects(GeoShape left, GeoShape right)
    {
        if (Around(right) is not { } plane || plane.Project(left) is not { } a || plane.Project(right) is not { } b)
        {
            return false;
        }

        return a.Vertices.Any(point => b.Polygons.Any(polygon => Contains(polygon, point)))
            || b.Vertices.Any(point => a.Polygons.Any(polygon => Contains(polygon, point)))
            || a.Segments.Any(first => b.Segments.Any(second => Crosses(first, second, properly: false)))
            || a.Points.Any(point => b.Segments.Any(segment => IsOn(segment, point)) || b.Points.Any(other => AreSame(point, other)))
            || b.Points.Any(point => a.Segments.Any(segment => IsOn(segment, point)));
    }

    private static GeoPlane? Around(GeoShape shape)
    {
        double x = 0, y = 0, z = 0;
        foreach (var vertex in shape.Vertices)
        {
            x += vertex.X;
            y += vertex.Y;
            z += vertex.Z;
        }

        return (x * x) + (y * y) + (z * z) > Tolerance ? new GeoPlane(Unit(new GeoPoint(x, y, z))) : null;
    }

    private FlatShape? Project(GeoShape shape)
    {
        return shape.Vertices.All(vertex => vertex.Dot(_centre) > Horizon)
            ? new FlatShape(
                [.. shape.Points.Select(Project)],
                [.. shape.Lines.Select(line => line.Select(Project).ToArray())],
                [.. shape.Polygons.Select(polygon => polygon.Select(ring => ring.Select(Project).ToArray()).ToArray())])
            : null;
    }

    private FlatPoint Project(GeoPoint point)
    {
        var scale = 1 / point.Dot(_centre);
        return new FlatPoint(point.Dot(_east) * scale, point.Dot(_north) * scale);
    }

    private static GeoPoint Cross(GeoPoint a, GeoPoint b) => new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    private static GeoPoint Unit(GeoPoint vector)
    {
        var length = Math.Sqrt(vector.Dot(vector));
        return new GeoPoint(vector.X / length, vector.Y / length, vector.Z / length);
    }

    /// <summary>Inside the outer ring, in no hole; the edges belong to the polygon.</summary>
    private static bool Contains(FlatPoint[][] polygon, FlatPoint point)
    {
        return polygon.Any(ring => FlatShape.SegmentsOf(ring).Any(edge => IsOn(edge, point)))
            || (IsInside(polygon[0], point) && !polygon.Skip(1).Any(hole => IsInside(hole, point)));
    }

    private static bool IsInside(FlatPoint[] ring, FlatPoint point)
    {
        var isInside = false;
        foreach (var (from, to) in FlatShape.SegmentsOf(ring))
        {
            if (from.Y > point.Y != to.Y > point.Y && point.X < ((to.X - from.X) * (point.Y - from.Y) / (to.Y - from.Y)) + from.X)
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }

    private static double Side((FlatPoint From, FlatPoint To) line, FlatPoint point)
    {
        var area = ((line.To.X - line.From.X) * (point.Y - line.From.Y)) - ((line.To.Y - line.From.Y) * (point.X - line.From.X));
        return Math.Abs(area) < Tolerance ? 0 : area;
    }

    private static bool IsOn((FlatPoint From, FlatPoint To) line, FlatPoint point)
    {
        return Side(line, point) == 0
            && point.X >= Math.Min(line.From.X, line.To.X) - Tolerance && point.X <= Math.Max(line.From.X, line.To.X) + Tolerance
            && point.Y >= Math.Min(line.From.Y, line.To.Y) - Tolerance && point.Y <= Math.Max(line.From.Y, line.To.Y) + Tolerance;
    }

    /// <summary>Properly: each goes through the other's inside; otherwise a touch is enough.</summary>
    private static bool Crosses((FlatPoint From, FlatPoint To) first, (FlatPoint From, FlatPoint To) second, bool properly)
    {
        double a = Side(first, second.From), b = Side(first, second.To), c = Side(second, first.From), d = Side(second, first.To);
        return (a * b < 0 && c * d < 0) || (!properly && (IsOn(first, second.From) || IsOn(first, second.To) || IsOn(second, first.From) || IsOn(second, first.To)));
    }

    private static bool AreSame(FlatPoint left, FlatPoint right) => Math.Abs(left.X - right.X) < Tolerance && Math.Abs(left.Y - right.Y) < Tolerance;

    private readonly record struct FlatPoint(double X, double Y);

    private sealed record FlatShape(IReadOnlyList<FlatPoint> Points, IReadOnlyList<FlatPoint[]> Lines, IReadOnlyList<FlatPoint[][]> Polygons)
    {
        public IEnumerable<FlatPoint> Vertices => Points.Concat(Lines.SelectMany(line => line)).Concat(Polygons.SelectMany(polygon => polygon.SelectMany(ring => ring)));

        public IEnumerable<(FlatPoint From, FlatPoint To)> Segments => Lines.SelectMany(SegmentsOf).Concat(Polygons.SelectMany(polygon => polygon.SelectMany(SegmentsOf)));

        public static IEnumerable<(FlatPoint From, FlatPoint To)> SegmentsOf(FlatPoint[] line)
        {
            for (var i = 1; i < line.Length; i++)
            {
                yield return (line[i - 1], line[i]);
            }
        }
    }
}
