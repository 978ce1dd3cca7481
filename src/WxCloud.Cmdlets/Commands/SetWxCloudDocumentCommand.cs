using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Replaces documents as a whole, or adds them under their ids.</summary>
[Cmdlet(VerbsCommon.Set, "WxCloudDocument", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDocumentUpdate))]
public sealed class SetWxCloudDocumentCommand : CollectionCommand
{
    private IItemStream<DocumentChange>? _changes;
    private PropertySelection? _selection;

    /// <summary>The id of the document; else the document's own _id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object? Id { get; set; }

    /// <summary>The whole document: a hashtable, an object with properties, or JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Document { get; set; } = string.Empty;

    /// <summary>The properties that become fields: names, wildcards or calculated properties.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Property { get; set; }

    private protected override void Begin()
    {
        _selection = Property is null ? null : PropertySelection.Parse(Property);
        var environmentId = RequiredEnvironment;
        var editor = Connected.Engine.Editor;
        _changes = OpenStream<DocumentChange, WxCloudDocumentUpdate>((changes, cancellationToken) => editor.UpdateAsync(environmentId, Collection, changes, cancellationToken));
    }

    private protected override void Process()
    {
        var document = _selection?.Select(Document) ?? DocumentConverter.ToDocument(Document);
        var id = Id ?? (document.TryGet("_id", out var own) && own is string { Length: > 0 } or int or long or double ? own : null);
        if (id is null)
        {
            WriteError(Error.DocumentHasNoId(), Document);
        }
        else if (ShouldProcess(Describe(id), Texts.Format("Document.Set")))
        {
            _changes!.Add(new(id, document.Without("_id"), Replaces: true));
        }
    }
}
