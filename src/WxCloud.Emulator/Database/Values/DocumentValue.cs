using System;
using System.Collections;
using System.Collections.Generic;

namespace WxCloud.Emulator.Database.Values;

/// <summary>A field of a document.</summary>
internal readonly record struct Field(string Name, DbValue Value);

/// <summary>A document: fields in the order in which they were written.</summary>
internal sealed class DocumentValue : DbValue, IReadOnlyList<Field>
{
    /// <summary>Up to this many fields are looked through one by one, which is faster than a table.</summary>
    private const int FieldsWithoutTable = 16;

    private readonly Field[] _fields;
    private Dictionary<string, int>? _table;

    /// <param name="fields">Fields with different names.</param>
    public DocumentValue(params Field[] fields) => _fields = fields;

    public static DocumentValue Empty { get; } = new();

    public override ValueKind Kind => ValueKind.Document;

    public int Count => _fields.Length;

    public Field this[int index] => _fields[index];

    /// <summary>The value of a field, <see cref="DbValue.Missing"/> when there is none.</summary>
    public DbValue this[string name] => IndexOf(name) is var index and >= 0 ? _fields[index].Value : Missing;

    public static DocumentValue Of(string name, DbValue value) => new(new Field(name, value));

    public ReadOnlySpan<Field>.Enumerator GetEnumerator() => new ReadOnlySpan<Field>(_fields).GetEnumerator();

    IEnumerator<Field> IEnumerable<Field>.GetEnumerator() => ((IEnumerable<Field>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _fields.GetEnumerator();

    /// <summary>The document with a field replaced at its position, or added at the end.</summary>
    public DocumentValue With(string name, DbValue value)
    {
        var index = IndexOf(name);
        var changed = new Field[index < 0 ? _fields.Length + 1 : _fields.Length];
        _fields.CopyTo(changed, 0);
        changed[index < 0 ? _fields.Length : index] = new Field(name, value);
        return new DocumentValue(changed);
    }

    public DocumentValue Without(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? this : new DocumentValue([.. _fields.AsSpan(0, index), .. _fields.AsSpan(index + 1)]);
    }

    private int IndexOf(string name)
    {
        if (_fields.Length > FieldsWithoutTable)
        {
            _table ??= CreateTable();
            return _table.TryGetValue(name, out var found) ? found : -1;
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<string, int> CreateTable()
    {
        Dictionary<string, int> table = new(_fields.Length, StringComparer.Ordinal);
        for (var i = 0; i < _fields.Length; i++)
        {
            table[_fields[i].Name] = i;
        }

        return table;
    }
}
