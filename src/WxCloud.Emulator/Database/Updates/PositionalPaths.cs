using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>Paths with <c>$</c>, the item of an array that the filter found, or <c>$[]</c>, every item of it, for one document.</summary>
internal sealed class PositionalPaths(DocumentValue document, Filter filter)
{
    private const string Matched = "$";
    private const string Every = "$[]";

    public static bool IsPositional(FieldPath path) => path.Names.Any(name => name is ['$', ..]);

    /// <exception cref="DatabaseException">A part of the path begins with a dollar sign and is neither of the two, or stands first.</exception>
    public static void ThrowIfUnknown(FieldPath path)
    {
        if (path.Names.FirstOrDefault(name => name is ['$', ..] and not (Matched or Every)) is { } unknown)
        {
            throw DatabaseErrors.NotBuilt(unknown is ['$', '[', ..] ? $"the path '{path.Text}': arrayFilters" : $"the path '{path.Text}'");
        }

        if (path.Names[0] is Matched or Every)
        {
            throw DatabaseErrors.InvalidOperator($"the path '{path.Text}' cannot begin with a position");
        }

        if (path.Names.Count(name => name == Matched) > 1)
        {
            throw DatabaseErrors.InvalidOperator($"Too many positional (i.e. '$') elements found in path '{path.Text}'");
        }
    }

    /// <summary>The paths that a path stands for in the document.</summary>
    /// <exception cref="DatabaseException">The filter found no item, or the path leads to no array.</exception>
    public IEnumerable<FieldPath> Resolve(FieldPath path) => Resolve([], path.Names, document).Select(FieldPath.Of);

    private IEnumerable<IReadOnlyList<string>> Resolve(IReadOnlyList<string> done, IReadOnlyList<string> rest, DbValue value)
    {
        if (rest.Count == 0)
        {
            return [done];
        }

        return NamesAt(done, rest[0], value).SelectMany(name => Resolve([.. done, name], [.. rest.Skip(1)], Below(value, name)));
    }

    private IEnumerable<string> NamesAt(IReadOnlyList<string> done, string name, DbValue value)
    {
        var text = string.Join('.', done);
        return name switch
        {
            Matched => [Text(MatchedPosition.Of(filter, document, done) ?? throw DatabaseErrors.RequestFailed("Update", $"The positional operator did not find the match needed from the query: '{text}.$'"))],
            Every when value is ArrayValue array => Enumerable.Range(0, array.Count).Select(Text),
            Every => throw DatabaseErrors.RequestFailed("Update", $"The path '{text}' must exist in the document in order to apply array updates, and be an array"),
            _ => [name],
        };
    }

    private static DbValue Below(DbValue value, string name)
    {
        return value switch
        {
            DocumentValue inner => inner[name],
            ArrayValue array when FieldPath.AsIndex(name) is { } index && index < array.Count => array[index],
            _ => DbValue.Missing,
        };
    }

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
