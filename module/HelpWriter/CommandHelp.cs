using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.HelpWriter;

/// <summary>A cmdlet with what is written about it. Every parameter has to be described, here or on the shared page.</summary>
internal sealed class CommandHelp(CommandShape shape, MarkdownPage page, MarkdownPage shared, Uri pages)
{
    public CommandShape Shape { get; } = shape;

    public MarkdownPage Page { get; } = page.Examples.Count > 0 ? page : throw new FormatException($"{shape.Name} has no example.");

    /// <summary>Where the page is online.</summary>
    public Uri Address { get; } = new(pages, shape.Name + ".md");

    /// <summary>Each parameter once, those of the command itself first: what holds in any of its sets, and mandatory where it is so in all.</summary>
    public IReadOnlyList<ParameterShape> Parameters { get; } =
    [
        .. shape.Parameters.GroupBy(static parameter => parameter.Name, StringComparer.Ordinal).Select(static all => all.First() with
        {
            IsMandatory = all.All(static parameter => parameter.IsMandatory),
            Position = all.Select(static parameter => parameter.Position).FirstOrDefault(static position => position is not null),
            Pipeline = all.Aggregate(PipelineWays.None, static (ways, parameter) => ways | parameter.Pipeline),
        }),
    ];

    /// <summary>The types that bind from the pipeline by value.</summary>
    public IReadOnlyList<string> Inputs { get; } =
        [.. shape.Parameters.Where(static parameter => parameter.Pipeline.HasFlag(PipelineWays.ByValue)).Select(static parameter => parameter.Type).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> Describe(ParameterShape parameter) =>
        Page.FindParameter(parameter.Name) ?? shared.FindParameter(parameter.Name)
        ?? throw new FormatException($"{Shape.Name} -{parameter.Name} is not described.");
}
