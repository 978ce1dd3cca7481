using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.HelpWriter;

/// <summary>A cmdlet with what is written about it. Every parameter has to be described, here or on the shared page.</summary>
internal sealed class CommandHelp(CommandShape shape, MarkdownPage page, MarkdownPage shared)
{
    public CommandShape Shape { get; } = shape;

    public MarkdownPage Page { get; } = page.Examples.Count > 0 ? page : throw new FormatException($"{shape.Name} has no example.");

    /// <summary>Each parameter once, those of the command itself first.</summary>
    public IReadOnlyList<ParameterShape> Parameters { get; } =
        [.. shape.Parameters.GroupBy(static parameter => parameter.Name, StringComparer.Ordinal).Select(static all => all.First())];

    public IReadOnlyList<string> Describe(ParameterShape parameter) =>
        Page.FindParameter(parameter.Name) ?? shared.FindParameter(parameter.Name)
        ?? throw new FormatException($"{Shape.Name} -{parameter.Name} is not described.");
}
