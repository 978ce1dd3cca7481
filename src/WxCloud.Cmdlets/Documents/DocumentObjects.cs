using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Documents;

/// <summary>Turns documents into what PowerShell works with: objects with properties, or hashtables.</summary>
internal static class DocumentObjects
{
    /// <summary>An object with a property for each field.</summary>
    /// <exception cref="WxCloudException">Two names differ only in case, or one is empty: an object cannot have both.</exception>
    public static PSObject ToObject(DocumentFields fields)
    {
        var made = new PSObject();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            if (field.Key.Length == 0 || !names.Add(field.Key))
            {
                throw CommandErrors.NamesNeedHashtable(field.Key);
            }

            made.Properties.Add(new PSNoteProperty(field.Key, Convert(field.Value, ToObject)), preValidated: true);
        }

        return made;
    }

    /// <summary>A hashtable that keeps the order and the case of its names.</summary>
    public static OrderedDictionary ToHashtable(DocumentFields fields)
    {
        var made = new OrderedDictionary(fields.Count, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            made[field.Key] = Convert(field.Value, ToHashtable);
        }

        return made;
    }

    /// <summary>Any value, such as the result of a function.</summary>
    public static object? ToAny(object? value) => Convert(value, ToObject);

    private static object? Convert(object? value, Func<DocumentFields, object> convert) => value switch
    {
        DocumentFields inner => convert(inner),
        IReadOnlyList<object?> items => items.Select(item => Convert(item, convert)).ToArray(),
        _ => value,
    };
}
