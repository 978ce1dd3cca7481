using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Faults;

/// <summary>All rules in force. Delays add up; of the other rules, the first that applies is used.</summary>
internal sealed class FaultPlan(long seed, IEnumerable<FaultRule> rules)
{
    public static FaultPlan None { get; } = new(0, []);

    public long Seed => seed;

    public IReadOnlyList<ActiveRule> Rules { get; } = [.. rules.Select((rule, place) => new ActiveRule(rule, seed, place))];

    public (TimeSpan Delay, Fault? Fault) Draw(string route, HttpRequest request)
    {
        var delay = TimeSpan.Zero;
        Fault? first = null;
        foreach (ActiveRule rule in Rules)
        {
            var isDelay = rule.Rule.Kind == FaultKind.Delay;
            if ((isDelay || first is null) && rule.Draw(route, request) is { } fault)
            {
                delay += isDelay ? TimeSpan.FromMilliseconds(fault.Value!.Value) : TimeSpan.Zero;
                first = isDelay ? first : fault;
            }
        }

        return (delay, first);
    }
}
