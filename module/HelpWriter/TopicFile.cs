using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace WxCloud.HelpWriter;

/// <summary>
/// Writes a page of tables as a topic that Get-Help shows as plain text: the first cell of a row stands by itself, and the
/// others below it with the names of their columns.
/// </summary>
internal static class TopicFile
{
    private const int LineWidth = 78;

    public static void Write(string source, string target)
    {
        var blocks = Blocks(File.ReadAllLines(source).Skip(1)).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        File.WriteAllLines(
            target,
            [
                "TOPIC",
                "    " + Path.GetFileNameWithoutExtension(source),
                string.Empty,
                "SHORT DESCRIPTION",
                .. Text(blocks[0]),
                "LONG DESCRIPTION",
                .. blocks.Skip(1).SelectMany(Text),
            ]);
    }

    /// <summary>Headings, tables and paragraphs stand between blank lines.</summary>
    private static IEnumerable<List<string>> Blocks(IEnumerable<string> lines)
    {
        var block = new List<string>();
        foreach (var line in lines.Append(string.Empty))
        {
            if (line.Length > 0)
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                yield return block;
                block = [];
            }
        }
    }

    private static IEnumerable<string> Text(List<string> block) => block[0] switch
    {
        ['#', ..] => ["  " + block[0].TrimStart('#', ' ')],
        ['|', ..] => block.Skip(2).SelectMany(row => Row(Cells(block[0]), Cells(row))),
        _ => [.. Wrap(Plain(MarkdownPage.Join(block)), "    "), string.Empty],
    };

    private static IEnumerable<string> Row(string[] columns, string[] cells) =>
    [
        "    " + cells[0],
        .. columns.Zip(cells).Skip(1).Where(static pair => pair.Second.Length > 0).SelectMany(static pair => Wrap($"{pair.First}: {pair.Second}", "        ")),
        string.Empty,
    ];

    /// <summary>A bar inside a cell is written with a backslash before it.</summary>
    private static string[] Cells(string line) =>
        [.. line.Replace("\\|", "\0", StringComparison.Ordinal).Trim().Trim('|').Split('|').Select(static cell => Plain(cell.Replace('\0', '|').Trim()))];

    private static string Plain(string text) => text.Replace("`", string.Empty, StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal);

    private static IEnumerable<string> Wrap(string text, string indent)
    {
        var line = indent;
        foreach (var word in Words(text))
        {
            if (Columns(line) + Columns(word.TrimEnd()) > LineWidth && line.Length > indent.Length)
            {
                yield return line.TrimEnd();
                line = indent;
            }

            line += word;
        }

        yield return line.TrimEnd();
    }

    /// <summary>What a line may end after: a space, or a Chinese character unless a mark follows that must not begin a line.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEnd = text[i] == ' ' || (IsWide(text[i]) && (i + 1 == text.Length || !"，。：；、！？）”》 ".Contains(text[i + 1], StringComparison.Ordinal)));
            if (isEnd || i + 1 == text.Length)
            {
                yield return text[begin..(i + 1)];
                begin = i + 1;
            }
        }
    }

    private static int Columns(string text) => text.Sum(static character => IsWide(character) ? 2 : 1);

    private static bool IsWide(char character) => character > '\u2E80';
}
