using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>A compiled update: operators on paths, applied in the order of the paths.</summary>
internal sealed class Update
{
    private const string Id = "_id";

    private readonly PathUpdate[] _updates;

    /// <exception cref="DatabaseException">Two operators work on one path, or one below the other's.</exception>
    public Update(IEnumerable<PathUpdate> updates)
    {
        _updates = [.. updates.OrderBy(update => update.Path, PathOrder.Instance)];
        ThrowIfColliding();
    }

    /// <summary>The document after the update; the same instance when nothing changes.</summary>
    /// <param name="document">The document.</param>
    /// <param name="filter">What found it, which says what <c>$</c> in a path stands for.</param>
    /// <exception cref="DatabaseException">An operator does not apply to this document, or <c>_id</c> would change.</exception>
    public DocumentValue Apply(DocumentValue document, Filter? filter = null)
    {
        PositionalPaths paths = new(document, filter ?? Filter.All);
        var updated = _updates
            .SelectMany(update => PositionalPaths.IsPositional(update.Path) ? paths.Resolve(update.Path).Select(update.At) : [update])
            .Aggregate(document, (current, update) => update.Apply(current));
        if (!ValueOrder.AreEqual(updated[Id], document[Id]))
        {
            throw DatabaseErrors.RequestFailed("Update", "Performing an update on the path '_id' would modify the immutable field '_id'");
        }

        DocumentRules.ThrowIfUnstorable(updated);
        return IsSame(updated, document) ? document : updated;
    }

    /// <summary>Whether nothing changed: neither a value nor, unlike in comparisons, the type of a number.</summary>
    private static bool IsSame(DbValue left, DbValue right)
    {
        return ReferenceEquals(left, right) || (left.Kind == right.Kind && (left, right) switch
        {
            (DocumentValue a, DocumentValue b) => a.Count == b.Count && a.Zip<Field, Field>(b).All(pair => pair.First.Name == pair.Second.Name && IsSame(pair.First.Value, pair.Second.Value)),
            (ArrayValue a, ArrayValue b) => a.Count == b.Count && a.Zip(b).All(pair => IsSame(pair.First, pair.Second)),
            (NumberValue a, NumberValue b) => a.Type == b.Type && ValueOrder.AreEqual(a, b),
            _ => ValueOrder.AreEqual(left, right),
        });
    }

    private void ThrowIfColliding()
    {
        // Sorted by names, a path that collides stands right behind the shorter one or one that begins with it.
        FieldPath[] paths = [.. _updates.SelectMany(update => update.Paths).Order(PathOrder.Instance)];
        for (var i = 1; i < paths.Length; i++)
        {
            var (shorter, path) = (paths[i - 1], paths[i]);
            if (path.Names.Take(shorter.Names.Count).SequenceEqual(shorter.Names))
            {
                throw DatabaseErrors.RequestFailed("Update", $"Updating the path '{path.Text}' would create a conflict at '{shorter.Text}'");
            }
        }
    }

    /// <summary>The order in which MongoDB applies updates, and so adds fields: name by name, indexes as numbers.</summary>
    private sealed class PathOrder : IComparer<FieldPath>
    {
        public static PathOrder Instance { get; } = new();

        public int Compare(FieldPath? x, FieldPath? y)
        {
            for (var i = 0; i < x!.Names.Count && i < y!.Names.Count; i++)
            {
                string left = x.Names[i], right = y.Names[i];
                var order = FieldPath.AsIndex(left) is { } a && FieldPath.AsIndex(right) is { } b ? a.CompareTo(b) : ValueOrder.CompareText(left, right);
                if (order != 0)
                {
                    return order;
                }
            }

            return x.Names.Count.CompareTo(y!.Names.Count);
        }
    }
}

/// <summary>An operator on one path.</summary>
internal abstract class PathUpdate(FieldPath path)
{
    public FieldPath Path => path;

    /// <summary>All paths that it changes.</summary>
    public virtual IEnumerable<FieldPath> Paths => [path];

    /// <summary>The same operator on another path.</summary>
    public abstract PathUpdate At(FieldPath other);

    public abstract DocumentValue Apply(DocumentValue document);
}
