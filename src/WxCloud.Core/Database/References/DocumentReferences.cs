using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Values;
using WxCloud.Model.References;

namespace WxCloud.Database.References;

/// <summary>Where a document names a stored file.</summary>
/// <param name="Property">The place, such as <c>detail.images[0].url</c>. A name of a field that is itself a reference is its own place.</param>
/// <param name="Text">The whole text there.</param>
/// <param name="Reference">The reference inside the text.</param>
internal sealed record DocumentReference(string Property, string Text, FileReference Reference);

/// <summary>Finds and changes the references in documents, at any depth and in the names of fields too.</summary>
internal sealed class DocumentReferences(FileReferences texts)
{
    /// <summary>All references of a document, in the order of its fields.</summary>
    public IEnumerable<DocumentReference> Find(DocumentFields document) => Find(document, string.Empty);

    /// <summary>The document with other roots.</summary>
    /// <param name="document">The document.</param>
    /// <param name="rootOf">The new root of a reference; <see langword="null"/> leaves it as it is.</param>
    /// <returns>The new document; the same one when nothing changed.</returns>
    public DocumentFields ReplaceRoots(DocumentFields document, Func<FileReference, string?> rootOf) =>
        (DocumentFields)Replace(document, rootOf)!;

    private IEnumerable<DocumentReference> Find(object? value, string place) => value switch
    {
        string text => FindIn(text, place),
        DocumentFields fields => fields.SelectMany(field => FindIn(field, place.Length == 0 ? field.Key : $"{place}.{field.Key}")),
        byte[] => [],
        IReadOnlyList<object?> items => items.SelectMany((item, index) => Find(item, FormattableString.Invariant($"{place}[{index}]"))),
        _ => [],
    };

    private IEnumerable<DocumentReference> FindIn(string text, string place) =>
        texts.Find(text).Select(reference => new DocumentReference(place, text, reference));

    private IEnumerable<DocumentReference> FindIn(KeyValuePair<string, object?> field, string place) =>
        FindIn(field.Key, place).Concat(Find(field.Value, place));

    private object? Replace(object? value, Func<FileReference, string?> rootOf)
    {
        switch (value)
        {
            case string text:
                return texts.ReplaceRoots(text, rootOf);
            case DocumentFields fields:
                var changed = new DocumentFields();
                var isSame = true;
                foreach (var field in fields)
                {
                    var name = texts.ReplaceRoots(field.Key, rootOf);
                    var content = Replace(field.Value, rootOf);
                    isSame &= ReferenceEquals(name, field.Key) && ReferenceEquals(content, field.Value);
                    changed.Add(name, content);
                }

                return isSame ? fields : changed;
            case byte[]:
                return value;
            case IReadOnlyList<object?> items:
                var list = items.Select(item => Replace(item, rootOf)).ToList();
                return list.Where((item, index) => !ReferenceEquals(item, items[index])).Any() ? list : items;
            default:
                return value;
        }
    }
}
