using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The position in an array at which a filter matched: what <c>$</c> stands for in the paths of updates and projections.</summary>
internal static class MatchedPosition
{
    /// <summary>The index of the first item of the array at a path that a condition on it, or on a field of its items, accepts; null when there is none.</summary>
    public static int? Of(Filter filter, DocumentValue document, IReadOnlyList<string> arrayPath)
    {
        if (At(document, arrayPath) is not ArrayValue array)
        {
            return null;
        }

        foreach (var condition in ConditionsOf(filter).Where(condition => condition.Path.Names.Take(arrayPath.Count).SequenceEqual(arrayPath)))
        {
            var rest = condition.Path.Below(arrayPath.Count);
            for (var i = 0; i < array.Count; i++)
            {
                if (rest is null ? condition.Test.AcceptsItem(array[i]) : array[i] is DocumentValue && rest.LeadsToAny(array[i], condition.Test))
                {
                    return i;
                }
            }
        }

        return null;
    }

    private static DbValue At(DbValue value, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            value = value switch
            {
                DocumentValue document => document[name],
                ArrayValue array when FieldPath.AsIndex(name) is { } index && index < array.Count => array[index],
                _ => DbValue.Missing,
            };
        }

        return value;
    }

    /// <summary>The conditions that hold whenever the filter does, and those of its alternatives.</summary>
    private static IEnumerable<FieldFilter> ConditionsOf(Filter filter)
    {
        return filter switch
        {
            FieldFilter field => [field],
            Conjunction all => all.Parts.SelectMany(ConditionsOf),
            Disjunction any => any.Parts.SelectMany(ConditionsOf),
            _ => [],
        };
    }
}
