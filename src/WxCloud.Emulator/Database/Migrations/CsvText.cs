using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>Comma-separated values as in RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="DatabaseException">A quote is not closed.</exception>
    public static List<string>? ReadRow(TextReader reader)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        List<string> row = [];
        while (true)
        {
            row.Add(ReadCell(reader));
            switch (reader.Read())
            {
                case ',':
                    continue;
                case '\r' when reader.Peek() == '\n':
                    _ = reader.Read();
                    return row;
                default:
                    return row;
            }
        }
    }

    public static void WriteRow(TextWriter writer, IEnumerable<string> cells)
    {
        var separator = string.Empty;
        foreach (var cell in cells)
        {
            writer.Write(separator);
            writer.Write(cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
            separator = ",";
        }

        writer.Write('\n');
    }

    private static string ReadCell(TextReader reader)
    {
        StringBuilder cell = new();
        var isQuoted = reader.Peek() == '"';
        if (!isQuoted)
        {
            while (reader.Peek() is >= 0 and not (',' or '\r' or '\n'))
            {
                cell.Append((char)reader.Read());
            }

            return cell.ToString();
        }

        _ = reader.Read();
        while (reader.Read() is var character)
        {
            switch (character)
            {
                case < 0:
                    throw DatabaseErrors.InvalidParameter("a quote in the CSV file is not closed");
                case '"' when reader.Peek() != '"':
                    return cell.ToString();
                case '"':
                    _ = reader.Read();
                    break;
            }

            cell.Append((char)character);
        }

        return cell.ToString();
    }
}
