using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Emulation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Stops emulators of the user, from all sessions.</summary>
[Cmdlet(VerbsLifecycle.Stop, "WxCloudEmulator", DefaultParameterSetName = ByPort, SupportsShouldProcess = true)]
public sealed class StopWxCloudEmulatorCommand : WxCloudCommand
{
    private const string ByPort = "Port";
    private const string ByObject = "InputObject";

    /// <summary>The ports of the emulators to stop; by default, all.</summary>
    [Parameter(Position = 0, ParameterSetName = ByPort)]
    [ValidateRange(1, 65535)]
    public int[]? Port { get; set; }

    /// <summary>The emulators to stop.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true)]
    [ValidateNotNull]
    public WxCloudEmulator[]? InputObject { get; set; }

    private protected override void Process()
    {
        var running = EmulatorRegistry.OfUser.FindRunning();
        IEnumerable<int> ports = InputObject?.Select(static emulator => emulator.Endpoint.Port) ?? Port ?? running.Select(static record => record.Port);
        foreach (var port in ports)
        {
            Stop(running, port);
        }
    }

    private void Stop(IReadOnlyList<EmulatorRecord> running, int port)
    {
        var name = port.ToString(CultureInfo.InvariantCulture);
        if (running.FirstOrDefault(record => record.Port == port) is not { } record)
        {
            WriteError(CommandErrors.EmulatorNotRunning(name));
        }
        else if (ShouldProcess(Texts.Format("Emulator.Target", name), Texts.Format("Emulator.Stop")))
        {
            Run(cancellationToken => EmulatorProcess.StopAsync(record, cancellationToken));
        }
    }
}
