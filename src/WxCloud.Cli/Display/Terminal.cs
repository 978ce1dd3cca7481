using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using Spectre.Console;
using Spectre.Console.Rendering;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;
using WxCloud.Database.Values;
using WxCloud.Http;

namespace WxCloud.Cli.Display;

/// <summary>
/// Where a command writes: results to standard output, errors to standard error, rows for people or JSON lines for programs.
/// On a terminal both go through one console, which keeps the progress below them.
/// </summary>
internal sealed class Terminal
{
    private const int LabelWidth = 10;

    private static readonly Style s_errorStyle = new(Color.Red);
    private static readonly Style s_adviceStyle = new(Color.Grey);
    private static readonly Style s_warningStyle = new(Color.Yellow);

    private readonly TextWriter? _program;
    private readonly Lock _gate = new();

    public Terminal(bool json)
    {
        _program = json ? StandardStreams.OpenProgramOutput() : null;
        if (!Console.IsErrorRedirected && (!json || Console.IsOutputRedirected) && ScreenOutput.ActualWidth >= ScreenOutput.MinWidth)
        {
            // Detection would find no terminal when results go to a file, or when a list comes from one.
            var screen = AnsiConsole.Create(new() { Out = new ScreenOutput(Console.IsOutputRedirected ? Console.Error : Console.Out), Interactive = InteractionSupport.Yes });
            Screen = screen.Profile.Capabilities.Interactive ? screen : null;
        }
    }

    /// <summary>The console that can show progress; <see langword="null"/> when standard error is no terminal, or a very narrow one.</summary>
    public IAnsiConsole? Screen { get; }

    /// <param name="result">The result, which programs get.</param>
    /// <param name="describe">What people get.</param>
    /// <exception cref="OutputUnavailableException">Standard output is full or closed.</exception>
    public void WriteResult<T>(T result, Func<T, Row> describe)
        where T : class
    {
        lock (_gate)
        {
            if (_program is not null)
            {
                _program.WriteLine(JsonSerializer.Serialize(result, OutputJson.TypeOf<T>()));
            }
            else
            {
                var row = describe(result);
                WriteRow(row.Label is null ? row.Text : $"{row.Label,LabelWidth}  {row.Text}");
            }
        }
    }

    /// <summary>The columns that there are for results; a usual number where standard output is no terminal.</summary>
    public static int Width => Console.IsOutputRedirected ? ScreenOutput.UsualWidth : ScreenOutput.ActualWidth;

    /// <summary>Writes results that people see together: lines for them, one line of JSON each for programs.</summary>
    public void WriteResults<T>(IReadOnlyList<T> results, IEnumerable<string> lines)
        where T : class
    {
        lock (_gate)
        {
            foreach (var result in _program is null ? [] : results)
            {
                _program!.WriteLine(JsonSerializer.Serialize(result, OutputJson.TypeOf<T>()));
            }

            foreach (var line in _program is null ? lines : [])
            {
                WriteRow(line);
            }
        }
    }

    /// <summary>Writes a number of documents.</summary>
    public void WriteCount(long count, string text) => WriteResult(new CountReport(count), _ => new(Label: null, text));

    /// <summary>Writes a text that is the whole result, for people and programs alike.</summary>
    public void WriteText(string text)
    {
        lock (_gate)
        {
            (_program ?? Console.Out).WriteLine(text);
        }
    }

    /// <summary>Writes documents: a table for people, one line of JSON each for programs.</summary>
    public void WriteDocuments(IReadOnlyList<DocumentFields> documents)
    {
        lock (_gate)
        {
            if (_program is not null)
            {
                foreach (var document in documents)
                {
                    _program.WriteLine(DocumentJson.Write(document));
                }
            }
            else if (documents.Count > 0)
            {
                TableConsole().Write(DocumentTable.Of(documents));
            }
        }
    }

    public void WriteError(WxCloudException error, string? item = null) => WriteError(ErrorReport.From(error, item));

    public void WriteError(ErrorReport error)
    {
        lock (_gate)
        {
            if (_program is not null)
            {
                Console.Error.WriteLine(JsonSerializer.Serialize(error, OutputJson.TypeOf<ErrorReport>()));
                return;
            }

            WriteToError(Texts.ErrorRow(error.Message), s_errorStyle);
            if (error.RecommendedAction is { } action)
            {
                WriteToError($"       {action}", s_adviceStyle);
            }
        }
    }

    public void WriteNote(string text) => WriteAside(new WarningReport(text), text, s_warningStyle);

    public void WriteWarning(string text) => WriteAside(new WarningReport(text), Texts.WarningRow(text), s_warningStyle);

    public void WriteDebug(CallTrace call) => WriteAside(DebugReport.From(call), $"debug: {call}", s_adviceStyle);

    /// <summary>Leaves the terminal usable when a command ends while its progress is shown.</summary>
    public void ShowCursor() => Screen?.Cursor.Show();

    private void WriteAside<T>(T report, string text, Style style)
    {
        lock (_gate)
        {
            if (_program is not null)
            {
                Console.Error.WriteLine(JsonSerializer.Serialize(report, OutputJson.TypeOf<T>()));
            }
            else
            {
                WriteToError(text, style);
            }
        }
    }

    /// <summary>A table that goes to a file or pipe is as wide as it has to be.</summary>
    private IAnsiConsole TableConsole()
    {
        const int WideEnough = 4096;
        if (!Console.IsOutputRedirected && Screen is { } screen)
        {
            return screen;
        }

        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Console.IsOutputRedirected ? WideEnough : ScreenOutput.ActualWidth;
        return console;
    }

    private void WriteRow(string text)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(text);
        }
        else if (Screen is { } screen)
        {
            screen.Write(new UnbrokenLine(Printable(text)));
        }
        else
        {
            Console.Out.WriteLine(Printable(text));
        }
    }

    private void WriteToError(string text, Style style)
    {
        if (Screen is { } screen)
        {
            screen.Write(new UnbrokenLine(text, style));
        }
        else
        {
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Escapes control characters: a file's name may not steer the terminal. Messages of errors are clean already.</summary>
    internal static string Printable(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = char.IsControl(character) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}") : shown.Append(character);
        }

        return shown.ToString();
    }
}

/// <summary>A line that may be longer than the terminal is wide. The terminal wraps it, so that a URL can be copied in one piece.</summary>
internal sealed class UnbrokenLine(string text, Style? style = null) : IRenderable
{
    /// <summary>The progress that the line is written over is drawn again below it (ECMA-48, ED).</summary>
    private const string EraseBelow = "\u001b[J";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [.. options.Ansi ? [Segment.Control(EraseBelow)] : Array.Empty<Segment>(), new(text, style ?? Style.Plain), Segment.LineBreak];
}
