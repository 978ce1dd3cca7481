using System;
using System.Text.Json.Serialization;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>What is stored about a running emulator, so that every session of the user finds it.</summary>
/// <param name="Port">The port that it listens on.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedOn">When that process started, since process numbers are reused.</param>
/// <param name="DataPath">The folder of its data; <see langword="null"/> for memory.</param>
/// <param name="EnvironmentId">Its first cloud environment; <see langword="null"/> for the usual one.</param>
internal sealed record EmulatorRecord(int Port, int ProcessId, DateTime StartedOn, string? DataPath, string? EnvironmentId = null)
{
    public WxCloudEmulator ToEmulator()
    {
        var known = ConnectionSettings.ForEmulator();
        return new()
        {
            Endpoint = new UriBuilder(known.Endpoint) { Port = Port }.Uri,
            ProcessId = ProcessId,
            DataPath = DataPath,
            AppId = known.AppId!,
            EnvironmentId = EnvironmentId ?? known.EnvironmentId!,
        };
    }
}

/// <summary>The JSON of a record.</summary>
[JsonSerializable(typeof(EmulatorRecord))]
internal sealed partial class EmulatorJson : JsonSerializerContext;
