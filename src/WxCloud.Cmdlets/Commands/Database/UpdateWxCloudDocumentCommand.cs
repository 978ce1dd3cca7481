using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Changes fields of documents.</summary>
[Cmdlet(VerbsData.Update, "WxCloudDocument", DefaultParameterSetName = DocumentSelection.ById, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDocumentUpdate))]
public sealed class UpdateWxCloudDocumentCommand : DocumentChangeCommand
{
    /// <summary>The ids of the documents.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DocumentSelection.ById, ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object[] Id { get; set; } = [];

    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DocumentSelection.ByFilter)]
    [ValidateNotNull]
    public object? Filter { get; set; }

    /// <summary>Changes every document of the collection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DocumentSelection.ByAll)]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        var changes = Read(Document);
        if (ParameterSetName != DocumentSelection.ById)
        {
            UpdateMany(changes);
            return;
        }

        // A document that is piped in whole brings its id along.
        var withoutId = changes.WithoutId();
        foreach (var id in Id)
        {
            if (ShouldProcess(Describe(id), Texts.Format("Document.Update")))
            {
                Send(new(id, withoutId, Replaces: false));
            }
        }
    }

    private void UpdateMany(DocumentFields changes)
    {
        var filter = DocumentSelection.FilterOf(Filter);
        if (ShouldProcess(DescribeMany(filter, IsPreview), Texts.Format("Document.Update")))
        {
            var environmentId = RequiredEnvironment;
            var editor = Connected.Engine.Editor;
            WriteObject(Run(cancellationToken => editor.UpdateAsync(environmentId, Collection, filter, changes, cancellationToken)));
        }
    }
}
