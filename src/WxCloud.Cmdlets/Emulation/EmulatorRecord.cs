using System;
using System.Text.Json.Serialization;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>What is remembered of an emulator, so that every session of the user finds it.</summary>
/// <param name="Port">The port that it listens on.</param>
/// <param name="ProcessId">The process that it is.</param>
/// <param name="StartedOn">When that process began, since numbers of processes are used again.</param>
/// <param name="DataPath">The folder of its data; <see langword="null"/> for memory.</param>
internal sealed record EmulatorRecord(int Port, int ProcessId, DateTime StartedOn, string? DataPath)
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
            EnvironmentId = known.EnvironmentId!,
        };
    }
}

/// <summary>How a record is written.</summary>
[JsonSerializable(typeof(EmulatorRecord))]
internal sealed partial class EmulatorJson : JsonSerializerContext;
