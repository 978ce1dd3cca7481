using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>The keys of a unique index and whose they are. A missing field counts as null; an array gives one key per item.</summary>
internal sealed class UniqueIndex
{
    private readonly ImmutableSortedSet<Entry> _entries;

    public UniqueIndex(IndexDefinition definition)
        : this(definition, ImmutableSortedSet.Create<Entry>(KeyOrder.Instance))
    {
    }

    private UniqueIndex(IndexDefinition definition, ImmutableSortedSet<Entry> entries)
    {
        Definition = definition;
        _entries = entries;
    }

    public IndexDefinition Definition { get; }

    public Editor Edit(string collection) => new(this, collection);

    private sealed record Entry(DbValue[] Keys, DbValue Owner);

    private sealed class KeyOrder : IComparer<Entry>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare(Entry? x, Entry? y)
        {
            for (var i = 0; i < x!.Keys.Length; i++)
            {
                var order = ValueOrder.Compare(x.Keys[i], y!.Keys[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }

    /// <summary>The index while documents come and go.</summary>
    public sealed class Editor(UniqueIndex index, string collection)
    {
        private readonly ImmutableSortedSet<Entry>.Builder _entries = index._entries.ToBuilder();

        /// <exception cref="DatabaseException">Another document has one of the keys.</exception>
        public void Add(StoredDocument document)
        {
            foreach (var keys in KeysOf(document.Document))
            {
                Entry entry = new(keys, document.Id);
                if (!_entries.Add(entry) && _entries.TryGetValue(entry, out var other) && !ValueOrder.AreEqual(other.Owner, document.Id))
                {
                    throw DatabaseErrors.DuplicateKey(collection, index.Definition.Name, string.Join(", ", keys.Select(key => $": {KeyText.Of(key)}")));
                }
            }
        }

        public void Remove(StoredDocument document)
        {
            foreach (var keys in KeysOf(document.Document))
            {
                _entries.Remove(new Entry(keys, document.Id));
            }
        }

        public UniqueIndex ToIndex() => new(index.Definition, _entries.ToImmutable());

        private List<DbValue[]> KeysOf(DocumentValue document)
        {
            List<DbValue[]> keys = [[]];
            foreach (var (path, _) in index.Definition.Keys)
            {
                Leaves leaves = new();
                path.LeadsToAny(document, leaves);
                var values = leaves.Values.Count == 0 ? [DbValue.Null] : leaves.Values;
                keys = [.. keys.SelectMany(_ => values, (prefix, value) => (DbValue[])[.. prefix, value])];
            }

            return keys;
        }
    }

    private sealed class Leaves : ILeafTest
    {
        public List<DbValue> Values { get; } = [];

        public bool Accepts(DbValue leaf)
        {
            if (leaf is ArrayValue { Count: > 0 } array)
            {
                Values.AddRange(array);
            }
            else
            {
                Values.Add(leaf.IsMissing ? DbValue.Null : leaf);
            }

            return false;
        }
    }
}
