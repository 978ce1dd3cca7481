using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace WxCloud.HelpWriter;

/// <summary>
/// Writes a page as a topic that Get-Help shows as plain text. The first cell of a table row has its own line, and the others
/// below it with the names of their columns.
/// </summary>
internal static class TopicFile
{
    private const int LineWidth = 78;

    private static readonly string[] s_english = ["TOPIC", "SHORT DESCRIPTION", "LONG DESCRIPTION"];
    private static readonly string[] s_chinese = ["主题", "简短说明", "详细说明"];

    public static void Write(string source, string target)
    {
        var heads = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(source))) == "zh-CN" ? s_chinese : s_english;
        var blocks = PlainText.Parse(File.ReadAllText(source)).Skip(1).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        File.WriteAllLines(
            target,
            [
                heads[0],
                "    " + Path.GetFileNameWithoutExtension(source),
                string.Empty,
                heads[1],
                .. Text(blocks[0]),
                heads[2],
                .. blocks.Skip(1).SelectMany(Text),
            ]);
    }

    private static IEnumerable<string> Text(Block block) => block switch
    {
        HeadingBlock heading => ["  " + PlainText.Of(heading)],
        CodeBlock code => PlainText.Of(code).Split('\n').Select(static line => ("        " + line).TrimEnd()).Append(string.Empty),
        Table table => Rows([.. table.Cast<TableRow>().Select(Cells)]),
        _ => PlainText.Paragraphs([block]).SelectMany(static paragraph => Wrap(paragraph, "    ").Append(string.Empty)),
    };

    private static string[] Cells(TableRow row) => [.. row.Cast<TableCell>().Select(static cell => string.Join(' ', PlainText.Paragraphs(cell)))];

    private static IEnumerable<string> Rows(string[][] table) => table.Skip(1).SelectMany(cells => (IEnumerable<string>)
    [
        "    " + cells[0],
        .. table[0].Zip(cells).Skip(1).Where(static pair => pair.Second.Length > 0).SelectMany(static pair => Wrap($"{pair.First}: {pair.Second}", "        ")),
        string.Empty,
    ]);

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
            var isEnd = text[i] == ' ' || (PlainText.IsWide(text[i]) && (i + 1 == text.Length || !"，。：；、！？）”》 ".Contains(text[i + 1], StringComparison.Ordinal)));
            if (isEnd || i + 1 == text.Length)
            {
                yield return text[begin..(i + 1)];
                begin = i + 1;
            }
        }
    }

    private static int Columns(string text) => text.Sum(static character => PlainText.IsWide(character) ? 2 : 1);
}
