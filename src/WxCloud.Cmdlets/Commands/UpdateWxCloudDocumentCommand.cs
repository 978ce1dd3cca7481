using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Changes fields of documents.</summary>
[Cmdlet(VerbsData.Update, "WxCloudDocument", DefaultParameterSetName = ById, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDocumentUpdate))]
public sealed class UpdateWxCloudDocumentCommand : CollectionCommand
{
    private const string ById = "Id";
    private const string ByFilter = "Filter";
    private const string ByAll = "All";

    private IItemStream<DocumentChange>? _changes;
    private PropertySelection? _selection;

    /// <summary>The ids of the documents.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object[] Id { get; set; } = [];

    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByFilter)]
    [ValidateNotNull]
    public object? Filter { get; set; }

    /// <summary>Changes every document of the collection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAll)]
    public SwitchParameter All { get; set; }

    /// <summary>The changes: a hashtable with values and operators, an object with properties, or JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Document { get; set; } = string.Empty;

    /// <summary>The properties that are changed: names, wildcards or calculated properties.</summary>
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
        var changes = _selection?.Select(Document) ?? DocumentConverter.ToDocument(Document);
        if (ParameterSetName != ById)
        {
            UpdateMany(changes);
            return;
        }

        // A document that is piped in whole brings its id along.
        var withoutId = changes.Without("_id");
        foreach (var id in Id)
        {
            if (ShouldProcess(Describe(id), Texts.Format("Document.Update")))
            {
                _changes!.Add(new(id, withoutId, Replaces: false));
            }
        }
    }

    private void UpdateMany(DocumentFields changes)
    {
        var filter = Filter is null ? null : DocumentConverter.ToFields(Filter, "-Filter");
        if (filter is { Count: 0 })
        {
            throw Error.FilterEmpty();
        }

        if (ShouldProcess(DescribeMany(filter, IsPreview), Texts.Format("Document.Update")))
        {
            var environmentId = RequiredEnvironment;
            var editor = Connected.Engine.Editor;
            WriteObject(Run(cancellationToken => editor.UpdateAsync(environmentId, Collection, filter, changes, cancellationToken)));
        }
    }
}
