using System;
using System.Text.Json;
using Spectre.Console;
using WxCloud.Http;

namespace WxCloud.Cli.Display;

/// <summary>
/// Where a command writes: results to standard output, errors to the error stream, rows for people or JSON lines for
/// programs. Where people look, both go through one console, which keeps the progress bars below them.
/// </summary>
internal sealed class Terminal
{
    private const int LabelWidth = 10;

    private readonly bool _json;
    private readonly IAnsiConsole? _screen;
    private readonly object _gate = new();

    public Terminal(bool json)
    {
        _json = json;
        _screen = Console.IsErrorRedirected || (json && !Console.IsOutputRedirected) ? null : AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(Console.IsOutputRedirected ? Console.Error : Console.Out),
        });
    }

    /// <summary>The console that can show progress; <see langword="null"/> when nobody looks.</summary>
    public IAnsiConsole? Screen => _screen is { Profile.Capabilities.Interactive: true, Profile.Out.IsTerminal: true } ? _screen : null;

    public void WriteResult<T>(T result, Row row)
        where T : class
    {
        lock (_gate)
        {
            var text = _json ? JsonSerializer.Serialize(result, OutputJson.TypeOf<T>())
                : row.Label is null ? row.Text
                : $"{row.Label,LabelWidth}  {row.Text}";
            if (!_json && !Console.IsOutputRedirected && Screen is { } screen)
            {
                screen.Write(new Text(text + Environment.NewLine));
            }
            else
            {
                Console.Out.WriteLine(text);
            }
        }
    }

    public void WriteError(WxCloudException error, string? item = null)
    {
        lock (_gate)
        {
            if (_json)
            {
                Console.Error.WriteLine(JsonSerializer.Serialize(ErrorReport.From(error, item), OutputJson.TypeOf<ErrorReport>()));
                return;
            }

            WriteToError($"error: {error.Message}", "red");
            if (error.RecommendedAction is { } action)
            {
                WriteToError($"       {action}", "grey");
            }
        }
    }

    public void WriteNote(string text)
    {
        lock (_gate)
        {
            WriteToError(text, "yellow");
        }
    }

    public void WriteWarning(string text) => WriteAside(new WarningReport(text), $"warning: {text}", "yellow");

    public void WriteDebug(CallTrace call) => WriteAside(DebugReport.From(call), $"debug: {call}", "grey");

    private void WriteAside<T>(T report, string text, string style)
    {
        lock (_gate)
        {
            if (_json)
            {
                Console.Error.WriteLine(JsonSerializer.Serialize(report, OutputJson.TypeOf<T>()));
            }
            else
            {
                WriteToError(text, style);
            }
        }
    }

    private void WriteToError(string text, string style)
    {
        if (Screen is { } screen)
        {
            screen.Write(new Text(text + Environment.NewLine, Style.Parse(style)));
        }
        else
        {
            Console.Error.WriteLine(text);
        }
    }
}
