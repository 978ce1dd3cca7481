using System;
using System.Collections.Generic;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace WxCloud.Cli.Display;

/// <summary>A line that may be longer than the terminal is wide. The terminal wraps it, so that a URL can be copied in one piece.</summary>
internal sealed class UnbrokenLine(string text, Style? style = null) : IRenderable
{
    /// <summary>The progress that the line is written over is drawn again below it (ECMA-48, ED).</summary>
    private const string EraseBelow = "\u001b[J";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [.. options.Ansi ? [Segment.Control(EraseBelow)] : Array.Empty<Segment>(), new(text, style ?? Style.Plain), Segment.LineBreak];
}
