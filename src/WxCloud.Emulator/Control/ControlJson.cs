using System.Text.Json.Serialization;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Control;

internal sealed record ControlStatus(string Status)
{
    public static ControlStatus Ok { get; } = new("ok");
}

internal sealed record ControlError(string Error);

internal sealed record ClockMove(double? AdvanceSeconds);

internal sealed record CloudRunToken(string AccessToken, long ExpiresIn);

internal sealed record ClockReading(long UnixSeconds);

/// <summary>The JSON of control calls, in camel case; unlike the service's own.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControlStatus))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(ClockMove))]
[JsonSerializable(typeof(ClockReading))]
[JsonSerializable(typeof(CloudRunToken))]
[JsonSerializable(typeof(RequestCounts))]
[JsonSerializable(typeof(FaultPlanReport))]
internal sealed partial class ControlJson : JsonSerializerContext;
