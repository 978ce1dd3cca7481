using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Makes collections.</summary>
[Cmdlet(VerbsCommon.New, "WxCloudCollection", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class NewWxCloudCollectionCommand : EnvironmentCommand
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        var client = Connected.Engine.Collections;
        foreach (var name in Name)
        {
            if (ShouldProcess(Texts.Format("Collection.Target", name, environmentId), Texts.Format("Collection.New")))
            {
                Attempt(name, token => client.AddAsync(environmentId, name, token));
            }
        }
    }
}
