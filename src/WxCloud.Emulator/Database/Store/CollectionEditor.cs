using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A collection while a command changes it. What was changed is noted for the log and for the check of conflicts.</summary>
internal sealed class CollectionEditor
{
    private readonly CollectionVersion _base;
    private readonly List<Change> _changes;
    private readonly ImmutableSortedSet<StoredDocument>.Builder _byId;
    private readonly ImmutableSortedSet<StoredDocument>.Builder _inNaturalOrder;
    private ImmutableArray<IndexDefinition> _indexes;
    private List<UniqueIndex.Editor> _uniqueIndexes;
    private long _nextSequence;
    private AccessRule _access;

    public CollectionEditor(CollectionVersion version, List<Change> changes)
    {
        _base = version;
        _changes = changes;
        _byId = version.ById.ToBuilder();
        _inNaturalOrder = version.InNaturalOrder.ToBuilder();
        _indexes = version.Indexes;
        _uniqueIndexes = [.. version.UniqueIndexes.Select(index => index.Edit(version.Name))];
        _nextSequence = version.NextSequence;
        _access = version.Access;
    }

    /// <summary>Adds a document, which has an <c>_id</c>.</summary>
    /// <exception cref="DatabaseException">Another document has its <c>_id</c> or a unique key.</exception>
    public void Add(DocumentValue document)
    {
        StoredDocument stored = new(document["_id"], _nextSequence, document);
        if (!_byId.Add(stored))
        {
            throw DatabaseErrors.DuplicateKey(_base.Name, "_id_", $": {KeyText.Of(stored.Id)}");
        }

        _nextSequence++;
        _inNaturalOrder.Add(stored);
        _uniqueIndexes.ForEach(index => index.Add(stored));
        _changes.Add(new Change.Put(_base.Name, stored.Id, document));
    }

    /// <summary>Puts a new version of a document in the place of the old one.</summary>
    /// <exception cref="DatabaseException">Another document has a unique key of the new version.</exception>
    public void Replace(StoredDocument old, DocumentValue document)
    {
        StoredDocument stored = new(old.Id, old.Sequence, document);
        Forget(old);
        _byId.Add(stored);
        _inNaturalOrder.Add(stored);
        _uniqueIndexes.ForEach(index => index.Add(stored));
        _changes.Add(new Change.Put(_base.Name, stored.Id, document));
    }

    public void Remove(StoredDocument old)
    {
        Forget(old);
        _changes.Add(new Change.Remove(_base.Name, old.Id));
    }

    /// <summary>Adds the document, or replaces the one with its <c>_id</c>.</summary>
    /// <exception cref="DatabaseException">Another document has a unique key of it.</exception>
    public void Put(DocumentValue document)
    {
        if (Find(document["_id"]) is { } old)
        {
            Replace(old, document);
        }
        else
        {
            Add(document);
        }
    }

    public StoredDocument? Find(DbValue id) => _byId.TryGetValue(StoredDocument.At(id), out var found) ? found : null;

    /// <summary>Gives the collection other indexes.</summary>
    /// <exception cref="DatabaseException">Documents that are there break a unique one.</exception>
    public void SetIndexes(IReadOnlyList<IndexDefinition> indexes)
    {
        _indexes = [.. indexes];
        _uniqueIndexes = [.. indexes.Where(index => index.IsUnique).Select(index => new UniqueIndex(index).Edit(_base.Name))];
        foreach (var stored in _inNaturalOrder)
        {
            _uniqueIndexes.ForEach(index => index.Add(stored));
        }

        _changes.Add(new Change.SetIndexes(_base.Name, indexes));
    }

    /// <summary>Gives the collection another access rule.</summary>
    public void SetAccess(AccessRule access)
    {
        _access = access;
        _changes.Add(new Change.SetAccess(_base.Name, access));
    }

    public CollectionVersion ToVersion()
    {
        return new CollectionVersion(
            _base.Name, _indexes, [.. _uniqueIndexes.Select(index => index.ToIndex())], _byId.ToImmutable(), _inNaturalOrder.ToImmutable(), _nextSequence, _access);
    }

    private void Forget(StoredDocument old)
    {
        _byId.Remove(old);
        _inNaturalOrder.Remove(old);
        _uniqueIndexes.ForEach(index => index.Remove(old));
    }
}
