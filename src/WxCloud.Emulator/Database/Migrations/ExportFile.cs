using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>Writes documents as JSON Lines or as CSV.</summary>
internal static class ExportFile
{
    public static void Write(TextWriter writer, IReadOnlyList<DocumentValue> documents, MigrationFormat format)
    {
        if (format == MigrationFormat.Csv)
        {
            WriteCsv(writer, documents);
            return;
        }

        foreach (var document in documents)
        {
            writer.Write(ExtendedJsonWriter.ToText(document));
            writer.Write('\n');
        }
    }

    /// <summary>One column per field, in the order in which they first appear.</summary>
    private static void WriteCsv(TextWriter writer, IReadOnlyList<DocumentValue> documents)
    {
        var names = documents.SelectMany(document => document.Select(field => field.Name)).Distinct(StringComparer.Ordinal).ToArray();
        CsvText.WriteRow(writer, names);
        foreach (var document in documents)
        {
            CsvText.WriteRow(writer, names.Select(name => Cell(document[name])));
        }
    }

    private static string Cell(DbValue value)
    {
        return value switch
        {
            { IsNullish: true } => string.Empty,
            TextValue text => text.Text,
            NumberValue or BooleanValue => value.ToString()!,
            DateValue date => Expressions.DateParts.ToIso(date),
            _ => ExtendedJsonWriter.ToText(value),
        };
    }
}
