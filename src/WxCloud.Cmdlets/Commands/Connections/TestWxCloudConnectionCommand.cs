using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Tests whether a connection works, and reports what to do when it does not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WxCloudConnection")]
[OutputType(typeof(bool), typeof(WxConnectionCheck))]
public sealed class TestWxCloudConnectionCommand : EnvironmentCommand
{
    /// <summary>Emits one row for each check instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void End()
    {
        var test = Connected.Engine.Test;
        var checks = Run(cancellationToken => test.RunAsync(EnvironmentId, cancellationToken));
        if (Detailed)
        {
            WriteObject(checks, enumerateCollection: true);
            return;
        }

        var failed = checks.FirstOrDefault(static check => check.Status == WxConnectionCheckStatus.Failed);
        if (failed is not null)
        {
            WriteVerbose($"{failed.Check}: {failed.Detail} {failed.RecommendedAction}");
        }

        WriteObject(failed is null);
    }
}
