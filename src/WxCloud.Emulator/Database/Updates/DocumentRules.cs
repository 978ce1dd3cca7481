using System;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Updates;

/// <summary>What a document must be to be stored.</summary>
internal static class DocumentRules
{
    /// <summary>MongoDB's limit of nesting.</summary>
    private const int MaxDepth = 100;

    /// <exception cref="DatabaseException">The document has a name or an <c>_id</c> that is not allowed, or is nested too deep.</exception>
    public static void ThrowIfUnstorable(DocumentValue document)
    {
        var id = document["_id"];
        if (id.Kind is ValueKind.Array or ValueKind.Regex or ValueKind.Null or ValueKind.MinKey or ValueKind.MaxKey)
        {
            throw DatabaseErrors.InvalidParameter($"the _id of a document cannot be of type {id.TypeName}");
        }

        ThrowIfUnstorable(document, 1);
    }

    private static void ThrowIfUnstorable(DbValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw DatabaseErrors.InvalidParameter($"documents are nested to {MaxDepth} levels at most");
        }

        switch (value)
        {
            case DocumentValue document:
                foreach (var field in document)
                {
                    if (field.Name is ['$', ..] || field.Name.Length == 0 || field.Name.Contains('.', StringComparison.Ordinal) || field.Name.Contains('\0', StringComparison.Ordinal))
                    {
                        throw DatabaseErrors.InvalidParameter($"the field name '{field.Name}' is not allowed: it is empty, begins with '$', or contains '.' or a null character");
                    }

                    ThrowIfUnstorable(field.Value, depth + 1);
                }

                break;
            case ArrayValue array:
                foreach (var item in array)
                {
                    ThrowIfUnstorable(item, depth + 1);
                }

                break;
        }
    }
}
