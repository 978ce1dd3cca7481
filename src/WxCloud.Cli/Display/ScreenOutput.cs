using System;
using System.IO;
using System.Text;
using Spectre.Console;

namespace WxCloud.Cli.Display;

/// <summary>A terminal as the progress display sees it.</summary>
internal sealed class ScreenOutput(TextWriter writer) : IAnsiConsoleOutput
{
    /// <summary>Columns below which there is no room for progress, and for which the display is not made.</summary>
    public const int MinWidth = 20;

    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => true;

    /// <summary>The width now. A window that became narrower than the display can be gets broken bars, not a failure.</summary>
    public int Width => Math.Max(MinWidth, ActualWidth);

    public int Height => Console.WindowHeight is > 0 and var height ? height : UsualHeight;

    /// <summary>The columns of the terminal; a terminal that does not know has 0.</summary>
    public static int ActualWidth => Console.WindowWidth is > 0 and var width ? width : UsualWidth;

    public void SetEncoding(Encoding encoding) => Console.OutputEncoding = encoding;
}
