namespace WxCloud.Cli.Display;

/// <summary>A result as people read it.</summary>
/// <param name="Label">The short column before; <see langword="null"/> for none.</param>
/// <param name="Text">The text, which is never cut.</param>
internal sealed record Row(string? Label, string Text);
