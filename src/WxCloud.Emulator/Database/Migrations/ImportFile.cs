using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>Reads the records of import files: JSON Lines, or CSV whose first row names the fields.</summary>
internal static class ImportFile
{
    /// <summary>The records in order, each with a reader that throws when it is malformed.</summary>
    public static IEnumerable<Func<DocumentValue>> Read(TextReader reader, MigrationFormat format, long now)
    {
        return format == MigrationFormat.Csv ? ReadCsv(reader) : ReadJsonLines(reader, now);
    }

    private static IEnumerable<Func<DocumentValue>> ReadJsonLines(TextReader reader, long now)
    {
        ExtendedJsonReader json = new(now);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                var at = number;
                yield return () => ReadLine(json, line, at);
            }
        }
    }

    private static DocumentValue ReadLine(ExtendedJsonReader json, string line, int number)
    {
        try
        {
            return DottedNames.Expand(json.ReadDocument(line));
        }
        catch (DatabaseException e)
        {
            throw DatabaseErrors.InvalidParameter($"line {number}: {e.Message}");
        }
    }

    private static IEnumerable<Func<DocumentValue>> ReadCsv(TextReader reader)
    {
        if (CsvText.ReadRow(reader) is not { } names)
        {
            yield break;
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw DatabaseErrors.InvalidParameter("a field is named twice in the first row");
        }

        for (var number = 1; CsvText.ReadRow(reader) is { } row; number++)
        {
            var at = number;
            yield return () => row.Count == names.Count
                ? DottedNames.Expand(new DocumentValue([.. names.Zip(row, (name, cell) => new Field(name, Value(name, cell)))]))
                : throw DatabaseErrors.InvalidParameter($"row {at} has {row.Count} cells instead of {names.Count}");
        }
    }

    /// <summary>Numbers are recognised by their text, except in <c>_id</c>; everything else is text.</summary>
    private static DbValue Value(string name, string cell)
    {
        if (name == "_id" || cell.Length == 0 || !(char.IsAsciiDigit(cell[^1]) && cell[0] is '-' or (>= '0' and <= '9')) || (cell.Length > 1 && cell[0] == '0' && cell[1] != '.'))
        {
            return new TextValue(cell);
        }

        if (long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return NumberValue.Narrowest(whole);
        }

        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? NumberValue.Of(number) : new TextValue(cell);
    }
}

/// <summary>The values of <c>file_type</c>.</summary>
internal enum MigrationFormat
{
    Json = 1,
    Csv = 2,
}

/// <summary>Names with dots in import files are documents in documents (wechat-database-functions.md, section 5).</summary>
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
