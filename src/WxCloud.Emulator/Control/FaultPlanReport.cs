using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Faults;

namespace WxCloud.Emulator.Control;

/// <summary>The answer of <c>GET /_emulator/faults</c>: the rules in force, and how often each has struck.</summary>
internal sealed record FaultPlanReport(long Seed, IReadOnlyList<FaultRuleReport> Rules)
{
    public static FaultPlanReport Of(FaultPlan plan) => new(plan.Seed, [.. plan.Rules.Select(FaultRuleReport.Of)]);
}

/// <summary>One rule of the answer.</summary>
internal sealed record FaultRuleReport(string Route, string Kind, long? Value, double Rate, long? Times, long? RetryAfter, long Fired)
{
    public static FaultRuleReport Of(ArmedRule armed)
    {
        FaultRule rule = armed.Rule;
        return new FaultRuleReport(rule.Route, FaultKinds.NameOf(rule.Kind), rule.Value, rule.Rate, rule.Times, rule.RetryAfter, armed.Fired);
    }
}
