using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>Turns the argument of <c>where</c> or <c>match</c> into a MongoDB filter.</summary>
internal static class QueryEncoder
{
    /// <param name="query">An object, or a combination of them.</param>
    /// <param name="field">The field that conditions without one are on; null where there is none.</param>
    /// <exception cref="StatementException">The value is no filter.</exception>
    public static DocumentValue Encode(object query, string? field = null)
    {
        return query switch
        {
            FieldCondition condition when field is not null => condition.For(field),
            Combination combination => combination.ToFilter(),
            DocumentValue or ScriptObject => EncodeObject(query),
            RegexValue regex when field is not null => DocumentValue.Of(field, regex),
            _ => throw new StatementException("a filter must be an object, or and(), or() or nor() of objects"),
        };
    }

    private static DocumentValue EncodeObject(object query)
    {
        DocumentBuilder filter = new();
        foreach (var (name, value) in Flattening.Flatten(query))
        {
            foreach (var (key, content) in value is FieldCondition condition ? condition.For(name) : DocumentValue.Of(name, PlainData.Of(value)))
            {
                filter.Set(key, Merge(filter.Get(key), content));
            }
        }

        return filter.Build();
    }

    /// <summary>Two <c>$or</c> of different fields become one list, as the SDKs do it; operators of one field are joined.</summary>
    private static DbValue Merge(DbValue known, DbValue added)
    {
        return (known, added) switch
        {
            (ArrayValue list, ArrayValue more) => new ArrayValue([.. list, .. more]),
            (DocumentValue operators, DocumentValue more) => new DocumentValue([.. operators.Concat(more).DistinctBy(field => field.Name)]),
            _ => added,
        };
    }
}
