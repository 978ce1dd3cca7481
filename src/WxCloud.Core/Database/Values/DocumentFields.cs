using System;
using System.Collections;
using System.Collections.Generic;

namespace WxCloud.Database.Values;

/// <summary>
/// The fields of a document, or of an object inside one, in their order. Names that differ only in case are different names. A value is
/// <see langword="null"/>, a <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>,
/// <see cref="string"/>, <see cref="DateTimeOffset"/>, byte array, regular expression, list of values, or such fields again.
/// </summary>
internal sealed class DocumentFields : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];

    public int Count => _fields.Count;

    public KeyValuePair<string, object?> this[int index] => _fields[index];

    /// <summary>Adds a field that is not there yet, which lets collection initialisers work.</summary>
    public void Add(string name, object? value) => _fields.Add(new(name, value));

    public bool TryGet(string name, out object? value)
    {
        foreach (var field in _fields)
        {
            if (field.Key == name)
            {
                value = field.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The same fields except <c>_id</c>.</summary>
    public DocumentFields WithoutId()
    {
        var rest = new DocumentFields();
        foreach (var field in _fields)
        {
            if (field.Key != "_id")
            {
                rest._fields.Add(field);
            }
        }

        return rest;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
