using System.Management.Automation;
using WxCloud.Cmdlets.Pipeline;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Deletes files from cloud storage.</summary>
[Cmdlet(VerbsCommon.Remove, "WxCloudFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(WxCloudRemoval))]
public sealed class RemoveWxCloudFileCommand : EnvironmentCommand
{
    private Feed<string, Outcome<string, WxCloudRemoval>>? _feed;

    /// <summary>The fileIDs of the files to delete.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    public string[] FileId { get; set; } = [];

    /// <summary>Emits what was deleted.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Begin()
    {
        var environmentId = RequiredEnvironment;
        var lists = Connected.Services.Lists;
        _feed = new(Bridge, (fileIds, cancellationToken) => lists.DeleteAsync(environmentId, fileIds, cancellationToken), Write);
    }

    private protected override void Process()
    {
        foreach (var fileId in FileId)
        {
            if (ShouldDelete(fileId, Texts.Format("Remove.Action"), Force))
            {
                _feed!.Add(fileId);
            }
        }
    }

    private protected override void End() => _feed!.Complete();

    private void Write(Outcome<string, WxCloudRemoval> outcome)
    {
        if (PassThru || outcome.Error is not null)
        {
            WriteOutcome(outcome);
        }
    }
}
