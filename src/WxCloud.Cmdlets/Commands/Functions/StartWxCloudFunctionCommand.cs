using System;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Has a cloud function called later, once.</summary>
[Cmdlet(VerbsLifecycle.Start, "WxCloudFunction", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StartWxCloudFunctionCommand : FunctionCommand
{
    /// <summary>How much later: seconds, or a time span, from 6 seconds to 30 days.</summary>
    [Parameter(Mandatory = true)]
    [Seconds]
    public TimeSpan Delay { get; set; }

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        if (ShouldProcess(Texts.Format("Function.Target", Name, environmentId), Texts.Format("Function.Start", Delay)))
        {
            var functions = Connected.Engine.Functions;
            var json = EventJson;
            Attempt(Name, token => functions.DelayAsync(environmentId, Name, json, Delay, token));
        }
    }
}
