using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Removes collections with everything in them.</summary>
[Cmdlet(VerbsCommon.Remove, "WxCloudCollection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveWxCloudCollectionCommand : EnvironmentCommand
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Removes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        var client = Connected.Engine.Collections;
        foreach (var name in Name)
        {
            if (ShouldDelete(Texts.Format("Collection.Target", name, environmentId), Texts.Format("Collection.Remove"), Force))
            {
                Attempt(name, token => client.RemoveAsync(environmentId, name, token));
            }
        }
    }
}
