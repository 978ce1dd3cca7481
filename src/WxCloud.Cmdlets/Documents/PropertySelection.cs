using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Documents;

/// <summary>
/// Which properties of an object become fields: names, wildcards, or calculated ones such as <c>@{n='fileID';e='FileId'}</c>, as
/// Select-Object takes them.
/// </summary>
internal sealed class PropertySelection
{
    /// <summary>The property that has another name in Mini Programs.</summary>
    private const string FileId = "FileId";
    private const string FileIdField = "fileID";

    private readonly IReadOnlyList<Item> _items;

    private PropertySelection(IReadOnlyList<Item> items) => _items = items;

    /// <summary>Every property.</summary>
    public static PropertySelection All { get; } = new([new(Name: null, WildcardPattern.Get("*", WildcardOptions.None), Expression: null)]);

    /// <exception cref="WxCloudException">An item is neither a name nor a calculated property.</exception>
    public static PropertySelection Parse(IEnumerable<object> given) => new([.. given.Select(Read)]);

    /// <summary>The fields of an object.</summary>
    /// <exception cref="WxCloudException">A value cannot be stored, or a script failed.</exception>
    public DocumentFields Select(object given)
    {
        var source = PSObject.AsPSObject(given);
        var table = source.BaseObject as IDictionary;
        var fields = new DocumentFields();
        foreach (var item in _items)
        {
            foreach (var (name, value) in item.Expression is { } script ? [(item.Name!, Run(script, source, item.Name!))] : table is null ? PropertiesOf(source, item) : EntriesOf(table, item))
            {
                if (!fields.TryGet(name, out _))
                {
                    fields.Add(name, DocumentConverter.ToValue(name, value));
                }
            }
        }

        return fields;
    }

    private static Item Read(object given)
    {
        var value = given is PSObject { BaseObject: var inner } ? inner : given;
        if (value is string pattern)
        {
            return new(Name: null, WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase), Expression: null);
        }

        if (value is ScriptBlock script)
        {
            return new(script.ToString().Trim(), Pattern: null, script);
        }

        if (value is not IDictionary table)
        {
            throw CommandErrors.PropertyInvalid($"{value}");
        }

        object? name = null;
        object? expression = null;
        foreach (DictionaryEntry entry in table)
        {
            switch ($"{entry.Key}".ToLowerInvariant())
            {
                case "n" or "name" or "l" or "label":
                    name = entry.Value;
                    break;
                case "e" or "expression":
                    expression = entry.Value is PSObject { BaseObject: var wrapped } ? wrapped : entry.Value;
                    break;
                default:
                    throw CommandErrors.PropertyInvalid($"{entry.Key}");
            }
        }

        return (name is null ? null : $"{name}", expression) switch
        {
            (null, ScriptBlock calculated) => new(calculated.ToString().Trim(), Pattern: null, calculated),
            ({ Length: > 0 } given2, ScriptBlock calculated) => new(given2, Pattern: null, calculated),
            (var renamed, string property) => new(renamed, WildcardPattern.Get(property, WildcardOptions.IgnoreCase), Expression: null),
            _ => throw CommandErrors.PropertyInvalid($"{name}"),
        };
    }

    private static IEnumerable<(string Name, object? Value)> PropertiesOf(PSObject source, Item item) => source.Properties
        .Where(property => property.IsGettable && item.Pattern!.IsMatch(property.Name))
        .Select(property => (item.Name ?? FieldOf(source, property.Name), Get(property)));

    private static IEnumerable<(string Name, object? Value)> EntriesOf(IDictionary table, Item item) => table.Cast<DictionaryEntry>()
        .Where(entry => item.Pattern!.IsMatch($"{entry.Key}"))
        .Select(entry => (item.Name ?? $"{entry.Key}", (object?)entry.Value));

    /// <summary>Objects of this module name the fileID as .NET does; documents name it as Mini Programs do.</summary>
    private static string FieldOf(PSObject source, string property) =>
        property == FileId && source.BaseObject is WxCloudFile or WxCloudDownload or WxTempFileUrl ? FileIdField : property;

    private static object? Get(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw CommandErrors.PropertyFailed(property.Name, e);
        }
    }

    private static object? Run(ScriptBlock script, PSObject source, string name)
    {
        try
        {
            var results = script.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", source)]);
            return results.Count switch
            {
                0 => null,
                1 => results[0],
                _ => results,
            };
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw CommandErrors.PropertyFailed(name, e);
        }
    }

    /// <param name="Name">The name of the field; <see langword="null"/> for that of the property.</param>
    /// <param name="Pattern">Which properties; <see langword="null"/> with an expression.</param>
    /// <param name="Expression">What gives the value; <see langword="null"/> for the property's own.</param>
    private sealed record Item(string? Name, WildcardPattern? Pattern, ScriptBlock? Expression);
}
