using System.Linq;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Soak;

/// <summary>Failures of all kinds, spread over the routes so that each route fails at the given rate.</summary>
internal static class SoakFaults
{
    private static readonly FaultRule[] s_apiFailures =
    [
        new("", "status", 503),
        new("", "errcode", -1),
        new("", "reset", 0),
        new("", "stall", 0),
        new("", "truncate"),
    ];

    private static readonly FaultRule[] s_uploadFailures =
    [
        new("", "status", 503),
        new("", "reset", 8_000),
        new("", "stall", 8_000),
        new("", "error-in-200"),
        new("", "corrupt"),
    ];

    private static readonly FaultRule[] s_downloadFailures =
    [
        new("", "status", 503),
        new("", "reset", 8_000),
        new("", "stall", 8_000),
        new("", "truncate"),
        new("", "corrupt"),
        new("", "ignore-range"),
        new("", "etag-change"),
        new("", "error-in-200"),
    ];

    private static readonly (string Route, FaultRule[] Failures)[] s_routes =
    [
        ("cgi-bin/stable_token", s_apiFailures),
        ("tcb/uploadfile", s_apiFailures),
        ("tcb/batchdownloadfile", s_apiFailures),
        ("object:POST", s_uploadFailures),
        ("object:GET", s_downloadFailures),
    ];

    public static FaultRules Rules(double rate, int seed) => new(
        seed,
        [.. s_routes.SelectMany(route => route.Failures.Select(rule => rule with { Route = route.Route, Rate = rate / route.Failures.Length }))]);
}
