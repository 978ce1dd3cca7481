using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Control;

internal sealed record ControlStatus(string Status)
{
    public static ControlStatus Ok { get; } = new("ok");
}

internal sealed record ControlError(string Error);

internal sealed record ClockMove(double? AdvanceSeconds);

/// <summary>The user for whom a login code is requested; without an openid a new one is generated.</summary>
internal sealed record LoginCodeRequest(string? Openid, string? Unionid);

/// <summary>A login code, its user, and its lifetime in seconds.</summary>
internal sealed record LoginCodeReport(string Code, string Openid, int ExpiresIn);

internal sealed record CloudRunToken(string AccessToken, long ExpiresIn);

internal sealed record ClockReading(long UnixSeconds);

/// <summary>The JSON of control calls: in camel case, unlike that of the service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControlStatus))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(ClockMove))]
[JsonSerializable(typeof(ClockReading))]
[JsonSerializable(typeof(SeedRequest))]
[JsonSerializable(typeof(SeedReport))]
[JsonSerializable(typeof(LoginCodeRequest))]
[JsonSerializable(typeof(LoginCodeReport))]
[JsonSerializable(typeof(CloudRunToken))]
[JsonSerializable(typeof(RequestCounts))]
[JsonSerializable(typeof(FaultPlanReport))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>The answer of <c>GET /_emulator/faults</c>: the rules in force, and how often each was applied.</summary>
internal sealed record FaultPlanReport(long Seed, IReadOnlyList<FaultRuleReport> Rules)
{
    public static FaultPlanReport Of(FaultPlan plan) => new(plan.Seed, [.. plan.Rules.Select(FaultRuleReport.Of)]);
}

/// <summary>One rule of the answer.</summary>
internal sealed record FaultRuleReport(string Route, string Kind, long? Value, double Rate, long? Times, long? RetryAfter, long Fired)
{
    public static FaultRuleReport Of(ActiveRule armed)
    {
        var rule = armed.Rule;
        return new FaultRuleReport(rule.Route, FaultKinds.NameOf(rule.Kind), rule.Value, rule.Rate, rule.Times, rule.RetryAfter, armed.Fired);
    }
}
