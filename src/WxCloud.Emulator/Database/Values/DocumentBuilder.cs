using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Database.Values;

/// <summary>Collects the fields of a document. A name that comes twice keeps its first place and its last value, as in JavaScript.</summary>
internal sealed class DocumentBuilder
{
    private const int FieldsWithoutTable = 16;

    private readonly List<Field> _fields = [];
    private Dictionary<string, int>? _table;

    public int Count => _fields.Count;

    /// <summary>Sets a field; a missing value sets nothing.</summary>
    public DocumentBuilder Set(string name, DbValue value)
    {
        if (value.IsMissing)
        {
            return this;
        }

        var index = IndexOf(name);
        if (index >= 0)
        {
            _fields[index] = new Field(name, value);
            return this;
        }

        _fields.Add(new Field(name, value));
        _table?.Add(name, _fields.Count - 1);
        return this;
    }

    public DbValue Get(string name) => IndexOf(name) is var index and >= 0 ? _fields[index].Value : DbValue.Missing;

    public DocumentValue Build() => _fields.Count == 0 ? DocumentValue.Empty : new DocumentValue([.. _fields]);

    private int IndexOf(string name)
    {
        if (_fields.Count <= FieldsWithoutTable)
        {
            return _fields.FindIndex(field => field.Name == name);
        }

        if (_table is null)
        {
            _table = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < _fields.Count; i++)
            {
                _table.Add(_fields[i].Name, i);
            }
        }

        return _table.TryGetValue(name, out var found) ? found : -1;
    }
}
