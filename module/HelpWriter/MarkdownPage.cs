using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace WxCloud.HelpWriter;

/// <summary>An example: its title, its code and what is to say about it.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>
/// A page of help as people read it: synopsis and description below the title, then the sections Examples, Parameters and
/// Related, in English or Chinese.
/// </summary>
internal sealed class MarkdownPage
{
    private static readonly string[] s_examples = ["Examples", "示例"];
    private static readonly string[] s_parameters = ["Parameters", "参数"];
    private static readonly string[] s_related = ["Related", "相关"];

    private readonly string _path;
    private readonly List<string> _introduction = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private MarkdownPage(string path)
    {
        _path = path;
    }

    public string Synopsis => _introduction is [var first, ..] ? first : throw new FormatException($"{_path} has no synopsis.");

    public IReadOnlyList<string> Description => _introduction is [_, .. var rest] ? rest : [];

    public List<Example> Examples { get; } = [];

    public List<string> Related { get; } = [];

    public static MarkdownPage Read(string path)
    {
        var page = new MarkdownPage(path);
        var section = string.Empty;
        foreach (var part in Parts(File.ReadAllLines(path)))
        {
            if (part.Level == 3 && s_examples.Contains(section))
            {
                page.AddExample(part);
            }
            else if (part.Level == 3 && s_parameters.Contains(section))
            {
                page._parameters.Add(part.Title.TrimStart('-'), Paragraphs(part.Lines));
            }
            else if (part.Level == 2)
            {
                section = part.Title;
                page.Related.AddRange(s_related.Contains(section) ? part.Lines.Where(static line => line.StartsWith("- ", StringComparison.Ordinal)).Select(static line => line[2..].Trim()) : []);
            }
            else
            {
                page._introduction.AddRange(Paragraphs(part.Lines));
            }
        }

        return page;
    }

    public IReadOnlyList<string>? FindParameter(string name) => _parameters.GetValueOrDefault(name);

    private void AddExample(Part part)
    {
        var fences = part.Lines.Select(static (line, index) => (line, index)).Where(static pair => pair.line.StartsWith("```", StringComparison.Ordinal)).Select(static pair => pair.index).ToList();
        if (fences is not [var begin, var end])
        {
            throw new FormatException($"{_path}: the example '{part.Title}' needs one block of code.");
        }

        Examples.Add(new(part.Title, string.Join('\n', part.Lines[(begin + 1)..end]), Paragraphs(part.Lines[(end + 1)..])));
    }

    private static List<Part> Parts(string[] lines)
    {
        var parts = new List<Part>();
        var isCode = false;
        foreach (var line in lines)
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            var level = isCode ? 0 : line.TakeWhile(static character => character == '#').Count();
            if (level is >= 1 and <= 3)
            {
                parts.Add(new(level, line[level..].Trim(), []));
            }
            else
            {
                parts[^1].Lines.Add(line);
            }
        }

        return parts;
    }

    /// <summary>Lines between blank lines are one paragraph; Get-Help shows no mark-up.</summary>
    private static List<string> Paragraphs(List<string> lines)
    {
        var paragraphs = new List<string>();
        var current = new List<string>();
        foreach (var line in lines.Append(string.Empty))
        {
            if (line.Length > 0)
            {
                current.Add(line.Trim());
            }
            else if (current.Count > 0)
            {
                paragraphs.Add(Join(current).Replace("`", string.Empty, StringComparison.Ordinal));
                current = [];
            }
        }

        return paragraphs;
    }

    /// <summary>Joins lines with a space, except between Chinese characters.</summary>
    public static string Join(List<string> lines)
    {
        var text = lines[0];
        foreach (var line in lines.Skip(1))
        {
            text += (text[^1] > '\u2E80' && line[0] > '\u2E80' ? string.Empty : " ") + line;
        }

        return text;
    }

    private sealed record Part(int Level, string Title, List<string> Lines);
}
