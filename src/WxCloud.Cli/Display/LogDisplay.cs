using WxCloud.Http;

namespace WxCloud.Cli.Display;

/// <summary>Shows the events of the engine: warnings always, calls with <c>--debug</c>.</summary>
internal sealed class LogDisplay(Terminal terminal, bool showCalls) : IEngineListener
{
    public bool WantsCalls => showCalls;

    public void CallEnded(CallTrace call)
    {
        if (showCalls)
        {
            terminal.WriteDebug(call);
        }
    }

    public void Warned(string text) => terminal.WriteWarning(text);
}

/// <summary>A call as programs read it.</summary>
/// <param name="Debug">The call in one line.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Host">The host.</param>
/// <param name="Path">The path, never the query.</param>
/// <param name="Status">The HTTP status; <see langword="null"/> when there was no reply.</param>
/// <param name="Errcode">The service's errcode; <see langword="null"/> when there was none.</param>
/// <param name="RequestId">The id for support; <see langword="null"/> when there is none.</param>
/// <param name="ErrorId">What went wrong; <see langword="null"/> when nothing did.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record DebugReport(
    string Debug,
    string Method,
    string Host,
    string Path,
    int? Status,
    int? Errcode,
    string? RequestId,
    string? ErrorId,
    double Milliseconds)
{
    public static DebugReport From(CallTrace call) =>
        new(call.ToString(), call.Method, call.Host, call.Path, call.Status, call.Errcode, call.RequestId, call.ErrorId, call.Elapsed.TotalMilliseconds);
}

/// <summary>A warning as programs read it.</summary>
internal sealed record WarningReport(string Warning);
