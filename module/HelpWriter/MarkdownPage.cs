using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig.Syntax;

namespace WxCloud.HelpWriter;

/// <summary>An example: its title, its code and its remarks.</summary>
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

    /// <summary>What the link to the page is called, in its language.</summary>
    public string OnlineTitle { get; private set; } = "Online version";

    public string Synopsis => _introduction is [var first, ..] ? first : throw new FormatException($"{_path} has no synopsis.");

    public IReadOnlyList<string> Description => _introduction is [_, .. var rest] ? rest : [];

    public List<Example> Examples { get; } = [];

    public List<string> Related { get; } = [];

    public static MarkdownPage Read(string path)
    {
        var page = new MarkdownPage(path);
        var section = string.Empty;
        foreach (var part in Parts(PlainText.Parse(File.ReadAllText(path))))
        {
            if (part.Level == 3 && s_examples.Contains(section))
            {
                page.AddExample(part);
            }
            else if (part.Level == 3 && s_parameters.Contains(section))
            {
                page._parameters.Add(part.Title.TrimStart('-'), PlainText.Paragraphs(part.Blocks));
            }
            else if (part.Level == 2)
            {
                section = part.Title;
                page.OnlineTitle = section == s_examples[1] ? "在线版本" : page.OnlineTitle;
                page.Related.AddRange(s_related.Contains(section) ? PlainText.Paragraphs(part.Blocks).Select(static item => item.TrimStart('-', ' ')) : []);
            }
            else
            {
                page._introduction.AddRange(PlainText.Paragraphs(part.Blocks));
            }
        }

        return page;
    }

    public IReadOnlyList<string>? FindParameter(string name) => _parameters.GetValueOrDefault(name);

    private void AddExample(Part part) => Examples.Add(part.Blocks is [FencedCodeBlock code, .. var remarks] && !remarks.OfType<FencedCodeBlock>().Any()
        ? new(part.Title, PlainText.Of(code), PlainText.Paragraphs(remarks))
        : throw new FormatException($"{_path}: the example '{part.Title}' needs one block of code, before anything else."));

    private static List<Part> Parts(MarkdownDocument document)
    {
        var parts = new List<Part>();
        foreach (var block in document)
        {
            if (block is HeadingBlock { Level: <= 3 } heading)
            {
                parts.Add(new(heading.Level, PlainText.Of(heading), []));
            }
            else
            {
                parts[^1].Blocks.Add(block);
            }
        }

        return parts;
    }

    private sealed record Part(int Level, string Title, List<Block> Blocks);
}
