using System.Management.Automation;
using WxCloud.Cmdlets.Base;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Plans how a local folder and one in cloud storage are made equal, and changes nothing.</summary>
[Cmdlet(VerbsData.Compare, "WxCloudFolder", DefaultParameterSetName = ByFolder)]
[OutputType(typeof(WxCloudSyncAction))]
public sealed class CompareWxCloudFolderCommand : FolderCommand
{
    private protected override void End()
    {
        foreach (var outcome in Compare(ReadOptions()))
        {
            if (outcome.Error is { } error)
            {
                WriteError(error);
            }
            else
            {
                WriteResult(outcome.Value);
            }
        }
    }
}
