using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Display;

/// <summary>Documents as a table for people: a column for each field of the first level, in the order of their first appearance.</summary>
internal static class DocumentTable
{
    public static Table Of(IReadOnlyList<DocumentFields> documents)
    {
        var names = documents.SelectMany(static document => document.Select(static field => field.Key)).Distinct(StringComparer.Ordinal).ToList();
        var table = new Table { Border = TableBorder.Minimal, ShowRowSeparators = false };
        foreach (var name in names)
        {
            table.AddColumn(new TableColumn(new Text(Terminal.Printable(name))));
        }

        foreach (var document in documents)
        {
            table.AddRow(names.Select(name => new Text(document.TryGet(name, out var value) ? Terminal.Printable(TextOf(value)) : string.Empty)));
        }

        return table;
    }

    private static string TextOf(object? value) => value switch
    {
        null => "null",
        string text => text,
        DateTimeOffset date => date.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => DocumentJson.Write(value),
    };
}
