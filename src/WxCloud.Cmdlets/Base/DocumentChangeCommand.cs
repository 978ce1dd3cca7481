using WxCloud.Cmdlets.Bridge;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that changes or replaces documents by their ids.</summary>
public abstract class DocumentChangeCommand : DocumentCommand
{
    private IItemStream<DocumentChange>? _changes;

    private protected DocumentChangeCommand()
    {
    }

    private protected override void Begin()
    {
        base.Begin();
        var environmentId = RequiredEnvironment;
        var editor = Connected.Engine.Editor;
        _changes = OpenStream<DocumentChange, WxCloudDocumentUpdate>((changes, cancellationToken) => editor.UpdateAsync(environmentId, Collection, changes, cancellationToken));
    }

    private protected void Send(DocumentChange change) => _changes!.Add(change);
}
