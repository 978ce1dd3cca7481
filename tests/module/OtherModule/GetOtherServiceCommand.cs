using System.Management.Automation;
using Polly;

namespace OtherModule;

[Cmdlet(VerbsCommon.Get, "OtherService")]
[OutputType(typeof(string))]
public sealed class GetOtherServiceCommand : PSCmdlet
{
    protected override void EndProcessing() => WriteObject(OtherEdition.Text);
}
