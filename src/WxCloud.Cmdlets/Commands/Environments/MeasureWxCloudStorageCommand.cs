using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Adds up the number and the length of stored files, by folder and type.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "WxCloudStorage")]
[OutputType(typeof(WxCloudStorageUsage))]
public sealed class MeasureWxCloudStorageCommand : EnvironmentCommand
{
    /// <summary>The beginning of the cloud paths, as plain text; else everything.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>How many levels of folders have rows of their own.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Depth { get; set; } = 1;

    private protected override void End()
    {
        var environmentId = RequiredEnvironment;
        var usage = Connected.Engine.Usage;
        var meter = ShowSearch(Texts.Format("Usage.Activity"));
        WriteObject(Run(cancellationToken => usage.MeasureAsync(environmentId, Prefix, Depth, meter, cancellationToken)), enumerateCollection: true);
    }
}
