using System;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Compares results with those of a judge that knows neither types of numbers nor MongoDB's order of computed fields.</summary>
internal static class Sameness
{
    public static bool Are(DbValue left, DbValue right)
    {
        return (left, right) switch
        {
            (NumberValue a, NumberValue b) => Are(a.ToDouble(), b.ToDouble()),

            // A number that JSON cannot write.
            (DoubleValue a, { IsNullish: true }) => !double.IsFinite(a.Value),
            (DocumentValue a, DocumentValue b) => a.Count == b.Count && a.All<Field>(field => !b[field.Name].IsMissing && Are(field.Value, b[field.Name])),
            (ArrayValue a, ArrayValue b) => a.Count == b.Count && a.Zip(b).All(pair => Are(pair.First, pair.Second)),
            _ => ValueOrder.AreEqual(left, right),
        };
    }

    private static bool Are(double left, double right) => left == right || Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));
}
