using System.Collections;
using System.Collections.Generic;

namespace WxCloud.Emulator.Database.Values;

internal sealed class ArrayValue(IReadOnlyList<DbValue> items) : DbValue, IReadOnlyList<DbValue>
{
    public static ArrayValue Empty { get; } = new([]);

    public override ValueKind Kind => ValueKind.Array;

    public int Count => items.Count;

    public DbValue this[int index] => items[index];

    public IEnumerator<DbValue> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The array with one item replaced; grown with nulls where the index is beyond its end.</summary>
    public ArrayValue With(int index, DbValue value)
    {
        List<DbValue> changed = [.. items];
        while (changed.Count <= index)
        {
            changed.Add(Null);
        }

        changed[index] = value;
        return new ArrayValue(changed);
    }
}
