using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;

namespace WxCloud.Database;

/// <summary>Which documents of a collection to read.</summary>
/// <param name="Collection">The collection.</param>
internal sealed record DocumentSearch(string Collection)
{
    /// <summary>The filter; <see langword="null"/> for all documents.</summary>
    public DocumentFields? Filter { get; init; }

    /// <summary>The order; empty for that of <c>_id</c>.</summary>
    public IReadOnlyList<SortKey> OrderBy { get; init; } = [];

    /// <summary>The fields to read beside <c>_id</c>; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>How many documents to pass over.</summary>
    public long Skip { get; init; }

    /// <summary>The limit of documents; <see langword="null"/> for none.</summary>
    public long? First { get; init; }

    /// <summary>Whether the service itself orders the documents, by their distance.</summary>
    public bool IsByDistance => Filter is not null && OrderBy.Count == 0 && Filter.Any(static condition =>
        condition.Value is DocumentFields operators && operators.Any(static inner => inner.Key is "$geoNear" or "$nearSphere"));
}
