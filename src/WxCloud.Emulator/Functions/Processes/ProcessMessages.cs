using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>What a process is started with, in its environment.</summary>
/// <param name="Port">The port of <see cref="ProcessListener"/> on 127.0.0.1.</param>
/// <param name="Key">By which the process is recognized there.</param>
/// <param name="Mark">The mark that it prints after each call.</param>
/// <param name="Folder">The folder of the function.</param>
/// <param name="Hosts">The names of the service whose requests go to the emulator.</param>
/// <param name="Host">The emulator's host.</param>
/// <param name="HostPort">The emulator's port.</param>
internal sealed record ProcessSettings(int Port, string Key, string Mark, string Folder, IReadOnlyList<string> Hosts, string Host, int HostPort);

/// <summary>One call, as it is sent to a process.</summary>
/// <param name="Id">Its number in the process.</param>
/// <param name="Event">The event, as JSON text.</param>
/// <param name="Variables">The environment variables that hold for this call.</param>
/// <param name="Context">The second argument of the function.</param>
internal sealed record ProcessCall(int Id, string Event, IReadOnlyDictionary<string, string> Variables, FunctionContext Context);

/// <summary>The second argument of a function, by the names that the SDKs read (cloudbase-admin.md, section 6).</summary>
internal sealed record FunctionContext(
    [property: JsonPropertyName("request_id")] string RequestId,
    [property: JsonPropertyName("function_name")] string FunctionName,
    [property: JsonPropertyName("function_version")] string FunctionVersion,
    [property: JsonPropertyName("namespace")] string Namespace,
    [property: JsonPropertyName("memory_limit_in_mb")] int MemoryLimitInMb,
    [property: JsonPropertyName("time_limit_in_ms")] long TimeLimitInMs,
    [property: JsonPropertyName("environment")] string Environment,
    [property: JsonPropertyName("environ")] string Environ);

/// <summary>The message of a process about a call.</summary>
/// <param name="Id">The number of the call.</param>
/// <param name="Type"><c>started</c> when <c>main</c> is called, then <c>done</c> or <c>failed</c>.</param>
/// <param name="Value">The result, as JSON text.</param>
/// <param name="Message">What was thrown.</param>
/// <param name="Stack">Its stack.</param>
/// <param name="Memory">The resident memory of the process, in bytes.</param>
internal sealed record ProcessMessage(int Id, string Type, string? Value, string? Message, string? Stack, long? Memory);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessSettings))]
[JsonSerializable(typeof(ProcessCall))]
[JsonSerializable(typeof(ProcessMessage))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ProcessJson : JsonSerializerContext;
