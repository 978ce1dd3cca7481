using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Adds documents to a collection.</summary>
[Cmdlet(VerbsCommon.Add, "WxCloudDocument", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDocumentId))]
public sealed class AddWxCloudDocumentCommand : DocumentCommand
{
    /// <summary>What was added and has no result yet, in the order in which results come.</summary>
    private readonly Queue<object> _pending = new();

    private IItemStream<Outcome<string, NewDocument>>? _documents;
    private int _count;

    private protected override void Begin()
    {
        base.Begin();
        var environmentId = RequiredEnvironment;
        var inserter = Connected.Engine.Inserter;
        _documents = OpenStream<Outcome<string, NewDocument>, WxCloudDocumentId>((documents, cancellationToken) =>
            inserter.AddAsync(environmentId, Collection, documents, cancellationToken));
    }

    private protected override void Process()
    {
        try
        {
            foreach (var given in DocumentConverter.Expand(Document))
            {
                Send(given);
            }
        }
        catch (WxCloudException e) when (e.Stage == FailureStage.Content)
        {
            WriteError(e, Document);
        }
    }

    private protected override object? FindTarget(WxCloudException error) => _pending.Count > 0 ? _pending.Dequeue() : error.Target;

    private protected override void WriteResult(object? result)
    {
        _pending.Dequeue();
        base.WriteResult(result);
    }

    private void Send(object given)
    {
        var name = Texts.Format("Document.Number", (++_count).ToString(CultureInfo.InvariantCulture));
        var document = TryRead(given, name);
        if (document.Error is not null || ShouldProcess(Texts.Format("Document.ToAdd", name, Collection, RequiredEnvironment), Texts.Format("Document.Add")))
        {
            _pending.Enqueue(given);
            _documents!.Add(document);
        }
    }

    private Outcome<string, NewDocument> TryRead(object given, string name)
    {
        try
        {
            return new(name, NewDocument.Of(Read(given)));
        }
        catch (WxCloudException e)
        {
            return new(name, e);
        }
    }
}
