using System;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values;

/// <summary>Changes what a path leads to. Documents and arrays on the way are copied, all else is shared with the old version.</summary>
internal static class PathEditor
{
    /// <summary>The limit of an index, so that one update cannot fill the memory with nulls.</summary>
    private const int MaxIndex = 1_500_000;

    /// <summary>Edits a value.</summary>
    /// <param name="root">The document.</param>
    /// <param name="path">The path; its missing parts are made when there is a new value.</param>
    /// <param name="edit">The new value for the old one; both may be missing.</param>
    /// <param name="isCreating">True throws where the path leads through a plain value; false leaves the document as it is.</param>
    /// <exception cref="DatabaseException">The path leads through a plain value, or too far into an array.</exception>
    public static DocumentValue Edit(DocumentValue root, FieldPath path, Func<DbValue, DbValue> edit, bool isCreating)
    {
        return (DocumentValue)Edit(root, path, 0, edit, isCreating);
    }

    private static DbValue Edit(DbValue value, FieldPath path, int depth, Func<DbValue, DbValue> edit, bool isCreating)
    {
        if (depth == path.Names.Count)
        {
            return edit(value);
        }

        var name = path.Names[depth];
        switch (value)
        {
            case DocumentValue document:
                var old = document[name];
                var changed = Edit(old, path, depth + 1, edit, isCreating);
                return ReferenceEquals(changed, old) ? document : changed.IsMissing ? document.Without(name) : document.With(name, changed);
            case ArrayValue array when FieldPath.AsIndex(name) is { } index and <= MaxIndex:
                var item = index < array.Count ? array[index] : DbValue.Missing;
                var edited = Edit(item, path, depth + 1, edit, isCreating);
                return ReferenceEquals(edited, item) ? array : array.With(index, edited.IsMissing ? DbValue.Null : edited);
            case { IsMissing: true }:
                var made = Edit(DbValue.Missing, path, depth + 1, edit, isCreating);
                return made.IsMissing ? value : DocumentValue.Of(name, made);
            default:
                return isCreating ? throw DatabaseErrors.RequestFailed("Update", $"Cannot create field '{name}' in element of type {value.TypeName} (path '{path.Text}')") : value;
        }
    }
}
