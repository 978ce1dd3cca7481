using System.Management.Automation;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that works on the documents of one collection.</summary>
public abstract class CollectionCommand : EnvironmentCommand
{
    private protected CollectionCommand()
    {
    }

    /// <summary>The collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string Collection { get; set; } = string.Empty;

    /// <summary>A document as messages name it.</summary>
    private protected string Describe(object id) => Texts.Format("Document.One", id, Collection);

    /// <summary>The documents of a filter as messages name them; counted where the user sees it.</summary>
    private protected string DescribeMany(DocumentFields? filter, bool isShown)
    {
        if (!isShown)
        {
            return Texts.Format("Document.Some", Collection);
        }

        var editor = Connected.Engine.Editor;
        var environmentId = RequiredEnvironment;
        var count = Run(cancellationToken => editor.CountAsync(environmentId, Collection, filter, cancellationToken));
        return count == 1 ? Texts.Format("Document.Single", Collection) : Texts.Format("Document.Many", count, Collection);
    }
}
