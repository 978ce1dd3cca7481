using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Functions.Logs;

/// <summary>What is known of one call of a function.</summary>
/// <param name="RequestId">The id that the function's context named.</param>
/// <param name="Function">The name of the function.</param>
/// <param name="Environment">The cloud environment.</param>
/// <param name="Source">How the call came, such as <c>wx_http</c>.</param>
/// <param name="OpenId">The Mini Program user who called; null for other callers.</param>
/// <param name="StartedAt">When, by the emulator's clock.</param>
/// <param name="DurationMs">From the call of <c>main</c> to its end, in milliseconds; 0 when it was not reached.</param>
/// <param name="MemoryBytes">The resident memory of the process at the end of the call; null when the process did not report it.</param>
/// <param name="IsColdStart">True when a process was started for the call.</param>
/// <param name="Status"><c>ok</c>, <c>error</c> or <c>timeout</c>.</param>
/// <param name="Error">Why the call failed; null for one that did not.</param>
/// <param name="Output">The lines that the function printed.</param>
/// <param name="OmittedCharacters">How many characters beyond the limit the function printed, which are not kept.</param>
internal sealed record FunctionLog(
    string RequestId,
    string Function,
    string Environment,
    string Source,
    string? OpenId,
    DateTimeOffset StartedAt,
    double DurationMs,
    long? MemoryBytes,
    bool IsColdStart,
    string Status,
    FunctionLogError? Error,
    IReadOnlyList<FunctionOutputLine> Output,
    long OmittedCharacters);

/// <summary>Why a call failed.</summary>
/// <param name="Errcode">The number of the HTTP API.</param>
/// <param name="Message">The reason.</param>
/// <param name="Stack">The stack of what the function threw; null for other failures.</param>
internal sealed record FunctionLogError(int Errcode, string Message, string? Stack);

/// <summary>A line of output.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>. The order of lines of different streams is that of their arrival.</param>
/// <param name="Text">The line without its end.</param>
internal sealed record FunctionOutputLine(string Stream, string Text);

/// <summary>The answer of <c>GET /_emulator/functions/logs</c>: the latest calls, the oldest of them first.</summary>
internal sealed record FunctionLogReport(IReadOnlyList<FunctionLog> Logs);

/// <summary>The answer of <c>GET /_emulator/functions</c>.</summary>
internal sealed record FunctionListReport(IReadOnlyList<FunctionListItem> Functions);

/// <summary>A function of the project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TimeLimitSeconds">The time limit of a call; null when the function cannot be used.</param>
/// <param name="Timers">Its timers.</param>
/// <param name="Error">Why it cannot be used; null when it can.</param>
internal sealed record FunctionListItem(string Name, double? TimeLimitSeconds, IReadOnlyList<FunctionTimerItem> Timers, string? Error);

/// <summary>A timer of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schedule">The seven fields.</param>
/// <param name="Next">When it is due next, by the emulator's clock; null when never.</param>
internal sealed record FunctionTimerItem(string Name, string Schedule, DateTimeOffset? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FunctionLogReport))]
[JsonSerializable(typeof(FunctionLog[]))]
[JsonSerializable(typeof(FunctionListReport))]
internal sealed partial class FunctionLogJson : JsonSerializerContext;
