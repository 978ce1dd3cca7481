using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Copies stored files inside the storage.</summary>
[Cmdlet(VerbsCommon.Copy, "WxCloudFile", DefaultParameterSetName = ByFileId, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudFile))]
public sealed class CopyWxCloudFileCommand : CopyCommand
{
    private protected override bool IsMove => false;

    private protected override string Action => Texts.Format("Copy.Action");
}
