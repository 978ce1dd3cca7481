using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A database while a command changes it.</summary>
internal sealed class DatabaseEditor(ImmutableSortedDictionary<string, CollectionVersion> collections)
{
    private readonly Dictionary<string, CollectionEditor> _editors = new(StringComparer.Ordinal);
    private readonly List<Change> _changes = [];
    private ImmutableSortedDictionary<string, CollectionVersion> _collections = collections;

    /// <summary>What was changed, in order.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <exception cref="DatabaseException">There is no such collection.</exception>
    public CollectionEditor this[string collection]
    {
        get
        {
            if (!_editors.TryGetValue(collection, out var editor))
            {
                var version = _collections.GetValueOrDefault(collection) ?? throw DatabaseErrors.CollectionMissing(collection);
                _editors.Add(collection, editor = new CollectionEditor(version, _changes));
            }

            return editor;
        }
    }

    /// <exception cref="DatabaseException">There is one of that name.</exception>
    public void Create(string collection)
    {
        if (_collections.ContainsKey(collection))
        {
            throw DatabaseErrors.CollectionExists(collection);
        }

        _collections = _collections.Add(collection, new CollectionVersion(collection));
        _changes.Add(new Change.Create(collection));
    }

    /// <exception cref="DatabaseException">There is no such collection.</exception>
    public void Drop(string collection)
    {
        if (!_collections.ContainsKey(collection))
        {
            throw DatabaseErrors.CollectionMissing(collection);
        }

        _editors.Remove(collection);
        _collections = _collections.Remove(collection);
        _changes.Add(new Change.Drop(collection));
    }

    /// <summary>Does a step again that was done before.</summary>
    public void Apply(Change change)
    {
        switch (change)
        {
            case Change.Create:
                Create(change.Collection);
                break;
            case Change.Drop:
                Drop(change.Collection);
                break;
            case Change.SetIndexes indexes:
                this[change.Collection].SetIndexes(indexes.Indexes);
                break;
            case Change.SetAccess access:
                this[change.Collection].SetAccess(access.Access);
                break;
            case Change.Put put:
                this[change.Collection].Put(put.Document);
                break;
            case Change.Remove remove:
                if (this[change.Collection].Find(remove.Id) is { } stored)
                {
                    this[change.Collection].Remove(stored);
                }

                break;
        }
    }

    public ImmutableSortedDictionary<string, CollectionVersion> ToVersion()
    {
        var builder = _collections.ToBuilder();
        foreach (var (name, editor) in _editors)
        {
            builder[name] = editor.ToVersion();
        }

        return builder.ToImmutable();
    }
}
