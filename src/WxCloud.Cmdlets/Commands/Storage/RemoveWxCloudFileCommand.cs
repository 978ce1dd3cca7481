using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Deletes files from cloud storage.</summary>
[Cmdlet(VerbsCommon.Remove, "WxCloudFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(WxCloudRemoval))]
public sealed class RemoveWxCloudFileCommand : FileIdCommand
{
    /// <summary>Emits what was deleted.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Deletes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override IItemStream<string> OpenStream()
    {
        var environmentId = RequiredEnvironment;
        var lists = Connected.Engine.Lists;
        return OpenStream<string, WxCloudRemoval>((fileIds, cancellationToken) => lists.DeleteAsync(environmentId, fileIds, cancellationToken));
    }

    private protected override bool IsApproved(string fileId) => ShouldDelete(fileId, Texts.Format("Remove.Action"), Force);

    private protected override void WriteResult(object? result)
    {
        if (PassThru)
        {
            base.WriteResult(result);
        }
    }
}
