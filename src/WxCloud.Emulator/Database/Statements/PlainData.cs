using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>Turns what a statement holds into plain values: geometries into GeoJSON, comparisons into operators.</summary>
internal static class PlainData
{
    /// <summary>The value; missing for undefined.</summary>
    /// <exception cref="StatementException">The value is no data, such as a collection or an update command.</exception>
    public static DbValue Of(object value)
    {
        return value switch
        {
            DbValue plain => plain,
            Undefined => DbValue.Missing,
            ScriptGeometry geometry => geometry.Geometry,
            FieldCondition condition => condition.ToOperators(),
            ScriptArray array => new ArrayValue([.. array.Items.Select(item => Of(item) is { IsMissing: false } plain ? plain : DbValue.Null)]),
            ScriptObject document => Document(document),
            _ => throw new StatementException("a value is expected here: a literal, a date, a geometry or a regular expression"),
        };
    }

    /// <exception cref="StatementException">The value is no object.</exception>
    public static DocumentValue DocumentOf(object value, string what)
    {
        return Of(value) as DocumentValue ?? throw new StatementException($"{what} must be an object");
    }

    private static DocumentValue Document(ScriptObject source)
    {
        DocumentBuilder document = new();
        foreach (var (name, value) in source.Members)
        {
            document.Set(name, Of(value));
        }

        return document.Build();
    }
}
