using System.Management.Automation;
using WxCloud.Transfers;

namespace WxCloud.Cmdlets.Pipeline;

/// <summary>A command that moves files, several at a time, and shows how far it is.</summary>
public abstract class TransferCommand : EnvironmentCommand
{
    private protected TransferCommand()
    {
    }

    /// <summary>How many files are on their way at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    /// <summary>What the transfers count on.</summary>
    private protected TransferMeter Meter { get; } = new();
}
