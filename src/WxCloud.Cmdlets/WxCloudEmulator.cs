using System;

namespace WxCloud;

/// <summary>An emulator that runs on this computer.</summary>
public sealed class WxCloudEmulator
{
    /// <summary>Where it listens.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The process that it is.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The folder of its data; <see langword="null"/> when it keeps everything in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>The AppID that it accepts.</summary>
    public required string AppId { get; init; }

    /// <summary>The cloud environment that it has.</summary>
    public required string EnvironmentId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Endpoint.AbsoluteUri;
}
