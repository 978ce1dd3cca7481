using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Measurements;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Measures uploads and downloads with test files of its own, and advises a throttle limit.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "WxCloudTransfer", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudTransferMeasure))]
public sealed class MeasureWxCloudTransferCommand : EnvironmentCommand
{
    /// <summary>The length of each file in bytes.</summary>
    [Parameter]
    [ValidateRange(1L, 5L * 1024 * 1024 * 1024)]
    public long Length { get; set; } = TransferTrial.DefaultLength;

    /// <summary>The number of files.</summary>
    [Parameter]
    [ValidateRange(1, TransferTrial.MaxCount)]
    public int Count { get; set; } = TransferTrial.DefaultCount;

    private protected override void End()
    {
        var environmentId = RequiredEnvironment;
        if (!ShouldProcess(Texts.Format("Trial.Target", Count, Length, environmentId), Texts.Format("Trial.Action")))
        {
            return;
        }

        var trial = Connected.Engine.Trial;
        var meter = ShowProgress(Texts.Format("Trial.Activity"));
        foreach (var outcome in new PulledItems<Outcome<string, WxCloudTransferMeasure>>(Bridge, cancellationToken => trial.MeasureAsync(environmentId, Length, Count, meter, cancellationToken)).Read())
        {
            if (outcome.Error is { } error)
            {
                WriteError(error);
            }
            else
            {
                WriteObject(outcome.Value);
            }
        }
    }
}
