using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Removes documents from a collection.</summary>
[Cmdlet(VerbsCommon.Remove, "WxCloudDocument", DefaultParameterSetName = DocumentSelection.ById, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(WxCloudDocumentRemoval))]
public sealed class RemoveWxCloudDocumentCommand : CollectionCommand
{
    private IItemStream<object>? _ids;

    /// <summary>The ids of the documents.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DocumentSelection.ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object[] Id { get; set; } = [];

    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DocumentSelection.ByFilter)]
    [ValidateNotNull]
    public object? Filter { get; set; }

    /// <summary>Removes every document of the collection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DocumentSelection.ByAll)]
    public SwitchParameter All { get; set; }

    /// <summary>Removes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Begin()
    {
        var environmentId = RequiredEnvironment;
        var editor = Connected.Engine.Editor;
        _ids = OpenStream<object, WxCloudDocumentRemoval>((ids, cancellationToken) => editor.RemoveAsync(environmentId, Collection, ids, cancellationToken));
    }

    private protected override void Process()
    {
        foreach (var id in Id)
        {
            if (ShouldDelete(Describe(id), Texts.Format("Document.Remove"), Force))
            {
                _ids!.Add(id);
            }
        }
    }

    private protected override void End()
    {
        if (ParameterSetName == DocumentSelection.ById)
        {
            return;
        }

        var filter = DocumentSelection.FilterOf(Filter);
        if (ShouldDelete(DescribeMany(filter, IsPreview || !Force), Texts.Format("Document.Remove"), Force))
        {
            var environmentId = RequiredEnvironment;
            var editor = Connected.Engine.Editor;
            WriteObject(Run(cancellationToken => editor.RemoveAsync(environmentId, Collection, filter, cancellationToken)));
        }
    }
}
