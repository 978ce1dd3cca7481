using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The order of results: by one path after the other; what compares equal keeps its order.</summary>
internal sealed class SortOrder
{
    private readonly (FieldPath Path, int Direction)[] _keys;

    private SortOrder((FieldPath Path, int Direction)[] keys) => _keys = keys;

    public IReadOnlyList<(FieldPath Path, int Direction)> Keys => _keys;

    /// <exception cref="DatabaseException">A direction is neither 1 nor -1.</exception>
    public static SortOrder Compile(DocumentValue order)
    {
        return new SortOrder([.. order.Select(field => (FieldPath.Parse(field.Name), Direction(field.Name, field.Value)))]);
    }

    public IEnumerable<DocumentValue> Sort(IEnumerable<DocumentValue> documents)
    {
        return _keys.Length == 0
            ? documents
            : documents.Select(document => (Key: KeyOf(document), document)).OrderBy(item => item.Key, Comparer<DbValue[]>.Create(Compare)).Select(item => item.document);
    }

    /// <summary>Compares two documents by their keys.</summary>
    public int Compare(DbValue left, DbValue right) => Compare(KeyOf(left), KeyOf(right));

    private static int Direction(string name, DbValue value)
    {
        return value is NumberValue number && Math.Abs(number.ToDouble()) == 1
            ? (int)number.ToDouble()
            : throw DatabaseErrors.InvalidOperator($"the sort direction of '{name}' must be 1 or -1");
    }

    private DbValue[] KeyOf(DbValue document)
    {
        var key = new DbValue[_keys.Length];
        for (var i = 0; i < key.Length; i++)
        {
            Extreme extreme = new(_keys[i].Direction);
            _keys[i].Path.LeadsToAny(document, extreme);
            key[i] = extreme.Value;
        }

        return key;
    }

    private int Compare(DbValue[] left, DbValue[] right)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var order = ValueOrder.Compare(left[i], right[i]);
            if (order != 0)
            {
                return order * _keys[i].Direction;
            }
        }

        return 0;
    }

    /// <summary>An array sorts by its least item, or when descending by its greatest; an empty one before null; nothing as null.</summary>
    private sealed class Extreme(int direction) : ILeafTest
    {
        private DbValue? _value;

        public DbValue Value => _value ?? DbValue.Null;

        public bool Accepts(DbValue leaf)
        {
            if (leaf is not ArrayValue array)
            {
                Take(leaf.IsMissing ? DbValue.Null : leaf);
                return false;
            }

            if (array.Count == 0)
            {
                Take(DbValue.Missing);
            }

            foreach (var item in array)
            {
                Take(item);
            }

            return false;
        }

        private void Take(DbValue candidate)
        {
            _value = _value is null || ValueOrder.Compare(candidate, _value) * direction < 0 ? candidate : _value;
        }
    }
}
