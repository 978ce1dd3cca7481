using System;
using System.IO;
using System.Text;
using Spectre.Console;

namespace WxCloud.Cli.Display;

/// <summary>The terminal of the progress display.</summary>
internal sealed class ScreenOutput(TextWriter writer) : IAnsiConsoleOutput
{
    /// <summary>The minimum number of columns for the progress display.</summary>
    public const int MinWidth = 20;

    /// <summary>The columns of a terminal of unknown width, or of no terminal.</summary>
    public const int UsualWidth = 80;

    private const int UsualHeight = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => true;

    /// <summary>The current width. In a window that became narrower than the minimum, bars are broken instead of failing.</summary>
    public int Width => Math.Max(MinWidth, ActualWidth);

    public int Height => Console.WindowHeight is > 0 and var height ? height : UsualHeight;

    /// <summary>The columns of the terminal; the usual number when it reports 0.</summary>
    public static int ActualWidth => Console.WindowWidth is > 0 and var width ? width : UsualWidth;

    public void SetEncoding(Encoding encoding) => Console.OutputEncoding = encoding;
}
