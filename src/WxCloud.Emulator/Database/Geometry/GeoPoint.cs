using System;

namespace WxCloud.Emulator.Database.Geometry;

/// <summary>A point on the globe as the unit vector from its centre.</summary>
internal readonly record struct GeoPoint(double X, double Y, double Z)
{
    /// <summary>The radius that MongoDB takes for distances, in metres.</summary>
    public const double EarthRadius = 6_378_100;

    /// <param name="longitude">Degrees, -180 to 180.</param>
    /// <param name="latitude">Degrees, -90 to 90.</param>
    public static GeoPoint At(double longitude, double latitude)
    {
        var (sinLongitude, cosLongitude) = Math.SinCos(longitude * Math.PI / 180);
        var (sinLatitude, cosLatitude) = Math.SinCos(latitude * Math.PI / 180);
        return new GeoPoint(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    public double Dot(GeoPoint other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>The angle between two points in radians; exact for near and far ones, unlike the arc cosine.</summary>
    public double AngleTo(GeoPoint other)
    {
        double x = (Y * other.Z) - (Z * other.Y), y = (Z * other.X) - (X * other.Z), z = (X * other.Y) - (Y * other.X);
        return Math.Atan2(Math.Sqrt((x * x) + (y * y) + (z * z)), Dot(other));
    }

    /// <summary>The distance in metres.</summary>
    public double DistanceTo(GeoPoint other) => AngleTo(other) * EarthRadius;
}
