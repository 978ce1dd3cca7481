using System;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Updates;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>Names with dots in import files stand for documents in documents (wechat-database-functions.md, section 5).</summary>
internal static class DottedNames
{
    /// <exception cref="DatabaseException">A name begins or ends with a dot, has two in a row, or comes twice in effect.</exception>
    public static DocumentValue Expand(DocumentValue document)
    {
        if (!document.Any<Field>(field => field.Name.Contains('.', StringComparison.Ordinal)))
        {
            return document;
        }

        var expanded = DocumentValue.Empty;
        foreach (var (name, value) in document)
        {
            expanded = PathEditor.Edit(expanded, FieldPath.Parse(name), old => old.IsMissing ? value : throw DatabaseErrors.InvalidParameter($"the key '{name}' is ambiguous"), isCreating: true);
        }

        return expanded;
    }
}
