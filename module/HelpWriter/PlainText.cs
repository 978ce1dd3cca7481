using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace WxCloud.HelpWriter;

/// <summary>Reads Markdown for a place that shows no mark-up.</summary>
internal static class PlainText
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static MarkdownDocument Parse(string text) => Markdown.Parse(text, s_pipeline);

    /// <summary>One paragraph for each block; the items of a list keep a dash.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => [.. blocks.SelectMany(Paragraphs)];

    public static string Of(LeafBlock block) => block is CodeBlock
        ? string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(static line => line.Slice.ToString()))
        : Join(Of(block.Inline).Split('\n'));

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        ListBlock list => list.Cast<ListItemBlock>().Select(static item => "- " + string.Join(' ', item.SelectMany(Paragraphs))),
        ContainerBlock container and not Table => container.SelectMany(Paragraphs),
        LeafBlock leaf => [Of(leaf)],
        _ => throw new FormatException($"Line {block.Line + 1}: a {block.GetType().Name} has no place in help."),
    };

    private static string Of(ContainerInline? container)
    {
        var text = new StringBuilder();
        foreach (var inline in container ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => "\n",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                HtmlInline html => html.Tag,
                AutolinkInline link => link.Url,
                // Mostly two names with wildcards in one sentence, which have to keep their asterisks.
                EmphasisInline emphasis => Delimiter(emphasis) + Of(emphasis) + Delimiter(emphasis),
                ContainerInline inner => Of(inner),
                _ => throw new FormatException($"Line {inline.Line + 1}: a {inline.GetType().Name} has no place in help."),
            });
        }

        return text.ToString();
    }

    private static string Delimiter(EmphasisInline emphasis) => new(emphasis.DelimiterChar, emphasis.DelimiterCount);

    /// <summary>Joins lines with a space, except between Chinese characters.</summary>
    private static string Join(string[] lines) => lines.Aggregate(static (text, line) =>
        text + (text.Length > 0 && line.Length > 0 && IsWide(text[^1]) && IsWide(line[0]) ? string.Empty : " ") + line);

    /// <summary>Whether a character takes two columns of a terminal.</summary>
    public static bool IsWide(char character) => character > '\u2E80';
}
