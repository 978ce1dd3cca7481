using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Moves stored files inside the storage: each is copied, verified, and then deleted.</summary>
[Cmdlet(VerbsCommon.Move, "WxCloudFile", DefaultParameterSetName = ByFileId, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudFile))]
public sealed class MoveWxCloudFileCommand : CopyCommand
{
    private protected override bool IsMove => true;

    private protected override string Action => Texts.Format("Move.Action");
}
