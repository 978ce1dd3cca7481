using System.Management.Automation;
using WxCloud.Cmdlets.Documents;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that takes documents.</summary>
public abstract class DocumentCommand : CollectionCommand
{
    private PropertySelection? _selection;

    private protected DocumentCommand()
    {
    }

    /// <summary>The document: a hashtable, an object with properties, or JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Document { get; set; } = string.Empty;

    /// <summary>The properties that become fields: names, wildcards or calculated properties.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Property { get; set; }

    private protected override void Begin() => _selection = Property is null ? null : PropertySelection.Parse(Property);

    /// <summary>The fields of a document, of which <see cref="Property"/> may select some.</summary>
    /// <exception cref="WxCloudException">It is no document, or a property cannot be read.</exception>
    private protected DocumentFields Read(object document) => _selection?.Select(document) ?? DocumentConverter.ToDocument(document);
}
