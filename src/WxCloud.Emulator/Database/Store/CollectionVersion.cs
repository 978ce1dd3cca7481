using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A collection as it is at one moment; it never changes.</summary>
internal sealed class CollectionVersion
{
    public CollectionVersion(string name)
        : this(
            name,
            [],
            [],
            ImmutableSortedSet.Create<StoredDocument>(StoredDocument.IdOrder.Instance),
            ImmutableSortedSet.Create<StoredDocument>(StoredDocument.NaturalOrder.Instance),
            0,
            AccessRule.Default)
    {
    }

    public CollectionVersion(
        string name,
        ImmutableArray<IndexDefinition> indexes,
        ImmutableArray<UniqueIndex> uniqueIndexes,
        ImmutableSortedSet<StoredDocument> byId,
        ImmutableSortedSet<StoredDocument> inNaturalOrder,
        long nextSequence,
        AccessRule access)
    {
        Name = name;
        Indexes = indexes;
        UniqueIndexes = uniqueIndexes;
        ById = byId;
        InNaturalOrder = inNaturalOrder;
        NextSequence = nextSequence;
        Access = access;
    }

    public string Name { get; }

    /// <summary>The indexes that were created; the one on <c>_id</c>, which is always there, is not among them.</summary>
    public ImmutableArray<IndexDefinition> Indexes { get; }

    public ImmutableArray<UniqueIndex> UniqueIndexes { get; }

    public ImmutableSortedSet<StoredDocument> ById { get; }

    public ImmutableSortedSet<StoredDocument> InNaturalOrder { get; }

    public long NextSequence { get; }

    public AccessRule Access { get; }

    public int Count => ById.Count;

    public IEnumerable<DocumentValue> Documents => InNaturalOrder.Select(stored => stored.Document);

    /// <summary>The field of the first 2dsphere index; null when there is none.</summary>
    public string? GeoField => Indexes.SelectMany(index => index.Keys).FirstOrDefault(key => key.Direction == IndexDefinition.Sphere).Path?.Text;

    public bool TryFind(DbValue id, [NotNullWhen(true)] out StoredDocument? found)
    {
        if (ById.TryGetValue(StoredDocument.At(id), out var actual))
        {
            found = actual;
            return true;
        }

        found = null;
        return false;
    }
}
