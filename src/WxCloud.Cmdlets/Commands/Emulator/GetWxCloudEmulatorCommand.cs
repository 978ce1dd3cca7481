using System.Globalization;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Emulation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets the running emulators of the user.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudEmulator")]
[OutputType(typeof(WxCloudEmulator))]
public sealed class GetWxCloudEmulatorCommand : WxCloudCommand
{
    /// <summary>The ports of the emulators to get; by default, all.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 65535)]
    public int[]? Port { get; set; }

    private protected override void End()
    {
        var running = EmulatorRegistry.OfUser.FindRunning();
        if (Port is null)
        {
            WriteObject(running.Select(static record => record.ToEmulator()), enumerateCollection: true);
            return;
        }

        foreach (var port in Port)
        {
            if (running.FirstOrDefault(record => record.Port == port) is { } record)
            {
                WriteObject(record.ToEmulator());
            }
            else
            {
                WriteError(CommandErrors.EmulatorNotRunning(port.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
