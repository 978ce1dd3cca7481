using System;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace WxCloud.Cli.Display;

/// <summary>A column that needs the total. While more files may follow there is none, and the column shows another text.</summary>
/// <param name="column">The column once the total is known.</param>
/// <param name="textBefore">The text before that; <see langword="null"/> for none.</param>
internal sealed class KnownTotalColumn(ProgressColumn column, Func<ProgressTask, string>? textBefore = null) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.IsIndeterminate ? new Text(textBefore?.Invoke(task) ?? string.Empty) : column.Render(options, task, deltaTime);

    public override int? GetColumnWidth(RenderOptions options) => column.GetColumnWidth(options);
}
