using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The body of <c>PUT /_emulator/faults</c>.</summary>
internal sealed record FaultRules(int Seed, IReadOnlyList<FaultRule> Rules)
{
    /// <summary>Every request waits.</summary>
    public static FaultRules Latency(int milliseconds) => new(1, [new("*", "delay", milliseconds)]);
}

/// <param name="Route">An API path, an object route such as <c>object:GET</c>, or <c>*</c>.</param>
/// <param name="Kind">What happens to the request.</param>
/// <param name="Value">Milliseconds, bytes, a status or an errcode, as the kind has it.</param>
/// <param name="Rate">How many of the requests meet it, from 0 to 1.</param>
internal sealed record FaultRule(
    string Route,
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Value = null,
    double Rate = 1);
