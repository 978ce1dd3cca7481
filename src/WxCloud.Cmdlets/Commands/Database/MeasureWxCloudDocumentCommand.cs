using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Documents;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Counts documents.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "WxCloudDocument")]
[OutputType(typeof(long))]
public sealed class MeasureWxCloudDocumentCommand : CollectionCommand
{
    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? Filter { get; set; }

    private protected override void End()
    {
        var environmentId = RequiredEnvironment;
        var editor = Connected.Engine.Editor;
        var filter = Filter is null ? null : DocumentConverter.ToFields(Filter, "-Filter");
        WriteObject(Run(cancellationToken => editor.CountAsync(environmentId, Collection, filter, cancellationToken)));
    }
}
