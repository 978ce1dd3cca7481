using System;
using System.Collections.Generic;
using System.IO;
using System.Net;

namespace WxCloud.Emulator;

/// <summary>How an emulator is started.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The port to listen on; 0 takes any free one, which <see cref="EmulatorHost.Endpoint"/> then names.</summary>
    public int Port { get; init; } = 9380;

    /// <summary>The address to listen on. With anything but loopback, other machines can use the emulator, since its credentials are public.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// More host names under which clients reach the emulator; requests for other names are refused. <c>localhost</c>, the machine's name, IP addresses
    /// and the real names of the service are always allowed.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The folder in which objects and tokens survive a restart; null keeps everything in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>The source of the time, before <c>POST /_emulator/clock</c> moves it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The cloud environments that exist, each at least two characters long.</summary>
    public IReadOnlyList<string> EnvironmentIds { get; init; } = [EmulatorCredentials.EnvironmentId];

    /// <summary>
    /// The prefix that every key of the environments' buckets has and cloud paths do not, such as <c>tenants/a/</c>, as when the owner of a bucket shares it
    /// among environments; empty when keys and cloud paths are the same.
    /// </summary>
    public string BasePath { get; init; } = string.Empty;

    /// <summary>
    /// True takes the field <c>key</c> of an upload ticket's form for the cloud path, to which the base path is added; false takes it for the key. Which of
    /// both the service does in a shared bucket is not documented.
    /// </summary>
    public bool CloudPathForms { get; init; }

    /// <summary>
    /// True plays the platform of a cloud container whose 开放接口服务 is on: calls without a token are answered as if the platform had added one. Otherwise
    /// they are answered 41001, as the service does where it is off.
    /// </summary>
    public bool OpenApiService { get; init; }

    /// <summary>True makes every object publicly readable: links carry no signature and never expire.</summary>
    public bool PublicRead { get; init; }

    /// <summary>True returns ticket and download URLs as raw text, not percent-encoded, as some clients of the service expect.</summary>
    public bool RawLinks { get; init; }

    /// <summary>The addresses that may request tokens; null allows every address (others get errcode 40164).</summary>
    public IReadOnlyList<IPAddress>? IpWhitelist { get; init; }

    /// <summary>A file with fault rules that are in force from the start, as <c>PUT /_emulator/faults</c> takes them; null for none.</summary>
    public string? FaultPath { get; init; }

    /// <summary>
    /// The folder of a project's cloud functions, one folder for each, or the project's own folder, whose <c>project.config.json</c> names it as
    /// <c>cloudfunctionRoot</c>; null for none.
    /// </summary>
    public string? FunctionPath { get; init; }

    /// <summary>The Node program that runs cloud functions; null takes the one on PATH.</summary>
    public string? NodePath { get; init; }

    /// <summary>Receives a line whenever a cloud function prints one or a call of it ends; may be called by several threads at once. Null for none.</summary>
    public Action<string>? FunctionOutput { get; init; }

    /// <summary>The data folder of the current user, for callers that name none; null when the user has no home folder.</summary>
    public static string? UserDataPath
    {
        get
        {
            var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? null : Path.Combine(folder, "WxCloud", "emulator");
        }
    }
}
