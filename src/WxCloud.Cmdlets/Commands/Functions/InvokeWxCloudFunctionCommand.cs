using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Functions;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Calls a cloud function.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WxCloudFunction", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeWxCloudFunctionCommand : FunctionCommand
{
    /// <summary>Emits the text that the function returned, unparsed.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Calls again when a call timed out, although the function may have run.</summary>
    [Parameter]
    public SwitchParameter RetryOnTimeout { get; set; }

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        if (!ShouldProcess(Texts.Format("Function.Target", Name, environmentId), Texts.Format("Function.Invoke")))
        {
            return;
        }

        var functions = Connected.Engine.Functions;
        var json = EventJson;
        try
        {
            RecentNames.Current.AddFunction(Name);
            var text = Run(token => functions.InvokeAsync(environmentId, Name, json, RetryOnTimeout, token));
            WriteObject(Raw ? text : DocumentObjects.ToAny(FunctionResult.Parse(text)), enumerateCollection: !Raw);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            // The call for the next event of the pipeline may succeed.
            WriteError(e);
        }
    }
}
