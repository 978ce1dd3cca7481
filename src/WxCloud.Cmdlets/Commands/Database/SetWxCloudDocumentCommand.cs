using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Replaces documents as a whole, or adds them under their ids.</summary>
[Cmdlet(VerbsCommon.Set, "WxCloudDocument", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDocumentUpdate))]
public sealed class SetWxCloudDocumentCommand : DocumentChangeCommand
{
    /// <summary>The id of the document; else the document's own _id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object? Id { get; set; }

    private protected override void Process()
    {
        var document = Read(Document);
        var id = Id ?? (document.TryGet("_id", out var own) && own is string { Length: > 0 } or int or long or double ? own : null);
        if (id is null)
        {
            WriteError(Error.DocumentHasNoId(), Document);
        }
        else if (ShouldProcess(Describe(id), Texts.Format("Document.Set")))
        {
            Send(new(id, document.WithoutId(), Replaces: true));
        }
    }
}
