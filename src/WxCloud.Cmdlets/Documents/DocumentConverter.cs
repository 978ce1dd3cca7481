using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using System.Text.RegularExpressions;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Documents;

/// <summary>Turns what PowerShell has (hashtables, objects, JSON, numbers of every type) into the values of documents.</summary>
internal sealed class DocumentConverter
{
    /// <summary>Far above what the database takes; ends a getter that makes objects without end.</summary>
    private const int MaxDepth = 200;

    private readonly List<object> _outer = [];
    private readonly List<string> _path = [];

    /// <summary>The documents that a parameter holds: one, or those of a list or a JSON array.</summary>
    /// <exception cref="WxCloudException">JSON is malformed.</exception>
    public static IEnumerable<object> Expand(object given) => Unwrap(given) switch
    {
        string json => DocumentJson.Read(json, "JSON") is IReadOnlyList<object?> many ? many.OfType<object>() : [given],
        IList list => list.Cast<object>().SelectMany(Expand),
        _ => [given],
    };

    /// <summary>A document from a hashtable, an object with properties, or the JSON of an object.</summary>
    /// <exception cref="WxCloudException">It is not a document, or has a value that a document cannot hold.</exception>
    public static DocumentFields ToDocument(object given) => Unwrap(given) switch
    {
        DocumentFields fields => fields,
        string json => DocumentJson.ReadDocument(json, "JSON"),
        IDictionary table => (DocumentFields)new DocumentConverter().ToValue(table)!,
        _ => PropertySelection.All.Select(given),
    };

    /// <summary>A filter, changes or options from a hashtable or JSON.</summary>
    /// <exception cref="WxCloudException">It is none.</exception>
    public static DocumentFields ToFields(object given, string what) => Unwrap(given) switch
    {
        string json => DocumentJson.ReadDocument(json, what),
        IDictionary table => (DocumentFields)new DocumentConverter().ToValue(table)!,
        PSCustomObject => (DocumentFields)new DocumentConverter().ToValue(given)!,
        _ => throw Error.NotADocument(what),
    };

    /// <summary>The value of one field.</summary>
    /// <exception cref="WxCloudException">A document cannot hold it; the error names the field.</exception>
    public static object? ToValue(string field, object? value)
    {
        var converter = new DocumentConverter();
        converter._path.Add(field);
        return converter.ToValue(value);
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: var inner } ? inner : value;

    private object? ToValue(object? value)
    {
        var inner = Unwrap(value);
        return inner switch
        {
            null or DBNull => null,
            string or bool or int or long or double or decimal or byte[] or DateTimeOffset or Regex or DocumentFields => inner,
            SwitchParameter flag => flag.IsPresent,
            char text => text.ToString(),
            Enum name => name.ToString(),
            sbyte or byte or short or ushort => Convert.ToInt32(inner, CultureInfo.InvariantCulture),
            uint number => (long)number,
            ulong number => number <= long.MaxValue ? (long)number : throw NotStorable("UInt64"),
            BigInteger number => number >= long.MinValue && number <= long.MaxValue ? (long)number : throw NotStorable("BigInteger"),
            float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            DateTime date => ToOffset(date),
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            Guid or Uri or Version or IPAddress => inner.ToString(),
            WxCloudFile file => file.FileId,
            IDictionary table => Inside(table, () => ToFields(table)),
            PSCustomObject => Inside(value!, () => ToFields((PSObject)value!)),
            IEnumerable items => Inside(items, () => ToList(items)),
            _ => throw NotStorable(inner.GetType().Name),
        };
    }

    /// <summary>A date without an offset is one of this computer's time zone, as everywhere in .NET.</summary>
    private static DateTimeOffset ToOffset(DateTime date)
    {
        var utc = date.Kind == DateTimeKind.Utc || date == DateTime.MinValue || date == DateTime.MaxValue ? DateTime.SpecifyKind(date, DateTimeKind.Utc) : date.ToUniversalTime();
        return new(utc);
    }

    private DocumentFields ToFields(IDictionary table)
    {
        var fields = new DocumentFields();
        foreach (DictionaryEntry entry in table)
        {
            Add(fields, LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value);
        }

        // JSON's typed values may also be written as hashtables: @{ '$numberLong' = '5' }.
        return ExtendedJson.Unwrap(fields) as DocumentFields ?? fields;
    }

    private DocumentFields ToFields(PSObject value)
    {
        var fields = new DocumentFields();
        foreach (var property in value.Properties)
        {
            Add(fields, property.Name, property.Value);
        }

        return fields;
    }

    private void Add(DocumentFields fields, string name, object? value)
    {
        _path.Add(name);
        fields.Add(name, ToValue(value));
        _path.RemoveAt(_path.Count - 1);
    }

    private List<object?> ToList(IEnumerable items)
    {
        var list = new List<object?>();
        foreach (var item in items)
        {
            _path.Add(list.Count.ToString(CultureInfo.InvariantCulture));
            list.Add(ToValue(item));
            _path.RemoveAt(_path.Count - 1);
        }

        return list;
    }

    private object Inside(object value, Func<object> convert)
    {
        var inner = Unwrap(value) is PSCustomObject ? value : Unwrap(value)!;
        if (_outer.Any(outer => ReferenceEquals(outer, inner)))
        {
            throw Error.ValueInCircle(Path);
        }

        if (_outer.Count == MaxDepth)
        {
            throw Error.ValueTooDeep(_path[0], MaxDepth);
        }

        _outer.Add(inner);
        var converted = convert();
        _outer.RemoveAt(_outer.Count - 1);
        return converted;
    }

    private string Path => string.Join(".", _path);

    private WxCloudException NotStorable(string type) => Error.ValueNotStorable(Path, type);
}
