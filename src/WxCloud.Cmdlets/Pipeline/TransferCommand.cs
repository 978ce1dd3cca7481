using System.Management.Automation;
using WxCloud.Transfers;

namespace WxCloud.Cmdlets.Pipeline;

/// <summary>A command that moves files, several at a time, and shows how far it is.</summary>
public abstract class TransferCommand : EnvironmentCommand
{
    private TransferProgress? _progress;

    private protected TransferCommand()
    {
    }

    /// <summary>How many files are on their way at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    /// <summary>What the transfers count on.</summary>
    private protected TransferMeter Meter { get; } = new();

    private protected void ShowProgress(string activity)
    {
        _progress = new(activity, Meter, WriteProgress);
        Bridge.Tick = _progress.Update;
    }

    private protected void HideProgress() => _progress?.Complete();
}
