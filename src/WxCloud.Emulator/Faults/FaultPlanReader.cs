using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace WxCloud.Emulator.Faults;

/// <summary>Reads fault plans from JSON, strictly: a rule that could never apply is an error that says where and why.</summary>
internal sealed class FaultPlanReader(IEnumerable<string> apiRoutes)
{
    private const int MaxRules = 1000;
    private const long MaxDelayMilliseconds = 600_000;

    private static readonly string[] s_objectRoutes = ["object:GET", "object:POST", "object:PUT", "object:HEAD", "object:DELETE", FaultKinds.ListRoute, FaultKinds.PartRoute, FaultKinds.CopyRoute];

    private readonly string[] _routes = [FaultRule.EveryRoute, .. s_objectRoutes, .. apiRoutes];

    /// <exception cref="FormatException">The plan is malformed.</exception>
    public FaultPlan Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var plan = new JsonObjectReader(document.RootElement, "the plan");
            plan.ThrowIfOther("seed", "rules");
            var seed = plan.OptionalInteger("seed", long.MinValue, long.MaxValue) ?? 0;
            var rules = plan.RequiredArray("rules");
            return rules.Length <= MaxRules
                ? new FaultPlan(seed, [.. rules.Select((rule, i) => ReadRule(new JsonObjectReader(rule, $"rules[{i}]")))])
                : throw new FormatException($"A plan has at most {MaxRules} rules.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The plan is not JSON: {e.Message}", e);
        }
    }

    /// <exception cref="FormatException">The plan is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public FaultPlan ReadFile(string path)
    {
        ReadOnlyMemory<byte> json = File.ReadAllBytes(path);

        // Editors on Windows write a byte order mark.
        json = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        try
        {
            return Read(json);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private FaultRule ReadRule(JsonObjectReader json)
    {
        json.ThrowIfOther("route", "kind", "value", "rate", "times", "retryAfter");
        var route = json.RequiredText("route");
        if (!_routes.Contains(route, StringComparer.Ordinal))
        {
            throw json.Error($"there is no route '{route}'; there are {string.Join(", ", _routes)}");
        }

        var kindName = json.RequiredText("kind");
        var kind = FaultKinds.Parse(kindName) ?? throw json.Error($"there is no kind '{kindName}'; there are {FaultKinds.AllNames}");
        if (route != FaultRule.EveryRoute && !kind.Fits(route))
        {
            throw json.Error($"'{kindName}' has no effect on {route}");
        }

        var retryAfter = json.OptionalInteger("retryAfter", 0, int.MaxValue);
        if (retryAfter is not null && kind != FaultKind.Status)
        {
            throw json.Error("retryAfter is for 'status' only");
        }

        return new FaultRule(
            route,
            kind,
            ReadValue(json, kind),
            json.OptionalShare("rate") ?? 1,
            json.OptionalInteger("times", 1, long.MaxValue),
            retryAfter);
    }

    private static long? ReadValue(JsonObjectReader json, FaultKind kind)
    {
        return kind switch
        {
            FaultKind.Status => json.RequiredInteger("value", 400, 599),
            FaultKind.Errcode => json.RequiredInteger("value", int.MinValue, int.MaxValue) is var errcode and not 0
                ? errcode
                : throw json.Error("an errcode of 0 is a success"),
            FaultKind.Delay => json.RequiredInteger("value", 0, MaxDelayMilliseconds),
            FaultKind.Reset or FaultKind.Stall or FaultKind.Truncate => json.OptionalInteger("value", 0, long.MaxValue),
            _ => json.Has("value") ? throw json.Error("this kind has no value") : null,
        };
    }
}
