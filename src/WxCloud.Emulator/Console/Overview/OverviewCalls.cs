using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Console.Overview;

/// <summary>The control call that summarizes an emulator.</summary>
internal sealed class OverviewCalls(
    EnvironmentCatalog environments,
    ObjectStore objects,
    DocumentStore documents,
    RequestCounters requests,
    FaultInjector faults,
    EmulatorClock clock,
    string? dataPath)
{
    private static readonly string s_version =
        typeof(OverviewCalls).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> All => [new("GET overview", ReadAsync)];

    private Task ReadAsync(HttpContext context)
    {
        var counts = requests.Read();
        return context.SendJsonAsync(
            new OverviewReport(
                s_version,
                EmulatorCredentials.AppId,
                EmulatorCredentials.AppSecret,
                EmulatorCredentials.SecretId,
                EmulatorCredentials.SecretKey,
                dataPath,
                clock.UtcNow.ToUnixTimeMilliseconds(),
                clock.Offset.TotalSeconds,
                counts.Total,
                counts.MaxInFlight,
                faults.Plan.Rules.Count,
                [.. environments.Ids.Select(id => Describe(environments.Find(id)!))]),
            OverviewJson.Default.OverviewReport);
    }

    private EnvironmentReport Describe(CloudEnvironment environment)
    {
        var (files, bytes) = objects.Measure(environment.Bucket);
        var collections = documents.Of(environment.Id).Collections;
        return new EnvironmentReport(environment.Id, environment.Bucket, files, bytes, collections.Count, collections.Values.Sum(collection => (long)collection.Count));
    }
}

/// <summary>
/// The answer of <c>GET /_emulator/overview</c>.
/// </summary>
/// <param name="Version">The version of the emulator.</param>
/// <param name="AppId">The AppID of the emulator; it is public, as are the three that follow.</param>
/// <param name="AppSecret">The AppSecret.</param>
/// <param name="SecretId">The public half of the key pair of the object host.</param>
/// <param name="SecretKey">The secret half.</param>
/// <param name="DataPath">The data folder; null when everything is kept in memory.</param>
/// <param name="Time">The emulator's time, in Unix milliseconds.</param>
/// <param name="ClockOffsetSeconds">How far the clock has been moved forward.</param>
/// <param name="Requests">The number of requests since the last reset.</param>
/// <param name="MaxInFlight">The highest number of requests at once since then.</param>
/// <param name="Faults">The number of fault rules in force.</param>
/// <param name="Environments">The environments.</param>
internal sealed record OverviewReport(
    string Version,
    string AppId,
    string AppSecret,
    string SecretId,
    string SecretKey,
    string? DataPath,
    long Time,
    double ClockOffsetSeconds,
    long Requests,
    int MaxInFlight,
    int Faults,
    IReadOnlyList<EnvironmentReport> Environments);

/// <summary>An environment; <paramref name="Bytes"/> is the sum of the lengths of its files.</summary>
internal sealed record EnvironmentReport(string Id, string Bucket, long Files, long Bytes, int Collections, long Documents);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OverviewReport))]
internal sealed partial class OverviewJson : JsonSerializerContext;
