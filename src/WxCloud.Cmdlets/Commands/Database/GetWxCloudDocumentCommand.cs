using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Documents;
using WxCloud.Database;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets documents of a collection.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudDocument", DefaultParameterSetName = BySearch, SupportsPaging = true)]
[OutputType(typeof(PSObject), typeof(Hashtable))]
public sealed class GetWxCloudDocumentCommand : EnvironmentCommand
{
    private const string BySearch = "Filter";
    private const string ById = "Id";
    private const string ByQuery = "Query";

    private IItemStream<object>? _ids;

    /// <summary>The collection.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BySearch)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string Collection { get; set; } = string.Empty;

    /// <summary>The ids of the documents.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("_id")]
    [DocumentId]
    public object[] Id { get; set; } = [];

    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter(Position = 1, ParameterSetName = BySearch)]
    [ValidateNotNull]
    public object? Filter { get; set; }

    /// <summary>The fields to sort by, each with asc or desc after a blank.</summary>
    [Parameter(ParameterSetName = BySearch)]
    [ValidateNotNullOrEmpty]
    public string[] OrderBy { get; set; } = [];

    /// <summary>The fields to get beside _id.</summary>
    [Parameter(ParameterSetName = BySearch)]
    [Parameter(ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>A statement that ends with get().</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByQuery)]
    [ValidateNotNullOrEmpty]
    public string? Query { get; set; }

    /// <summary>The values of the statement's @name parameters.</summary>
    [Parameter(ParameterSetName = ByQuery)]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Emits hashtables, which keep names that differ only in case.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    private long Skip => (long)Math.Min(PagingParameters.Skip, long.MaxValue);

    private long? First => PagingParameters.First >= long.MaxValue ? null : (long)PagingParameters.First;

    private protected override void Begin()
    {
        if (ParameterSetName == ById)
        {
            var environmentId = RequiredEnvironment;
            var finder = Connected.Engine.Finder;
            _ids = OpenStream<object, DocumentFields>((ids, cancellationToken) => finder.FindAsync(environmentId, Collection, ids, Property, cancellationToken));
        }
    }

    private protected override void Process()
    {
        foreach (var id in Id)
        {
            _ids!.Add(id);
        }
    }

    private protected override void End()
    {
        if (ParameterSetName == ById)
        {
            return;
        }

        var environmentId = RequiredEnvironment;
        var documents = Connected.Engine.Documents;
        if (ParameterSetName == ByQuery)
        {
            var statement = ParsedStatement.Parse(Query!, Parameter is null ? [] : DocumentConverter.ToFields(Parameter, "-Parameter"), "get");
            WritePages(token => documents.ReadAsync(environmentId, statement, Skip, First, token));
            return;
        }

        var filter = Filter is null ? null : DocumentConverter.ToFields(Filter, "-Filter");
        if (PagingParameters.IncludeTotalCount)
        {
            var editor = Connected.Engine.Editor;
            var total = Run(token => editor.CountAsync(environmentId, Collection, filter, token));
            WriteObject(PagingParameters.NewTotalCount((ulong)total, accuracy: 1));
        }

        var search = new DocumentSearch(Collection) { Filter = filter, OrderBy = [.. OrderBy.Select(SortKey.Parse)], Fields = Property, Skip = Skip, First = First };
        WritePages(token => documents.ReadAsync(environmentId, search, token));
    }

    private protected override void WriteResult(object? result) => WriteDocument((DocumentFields)result!);

    /// <summary>Writes whole pages: the engine fetches the next one meanwhile.</summary>
    private void WritePages(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<DocumentFields>>> read)
    {
        var pages = read(Bridge.Stopping).GetAsyncEnumerator(Bridge.Stopping);
        try
        {
            while (Run(_ => pages.MoveNextAsync().AsTask()))
            {
                foreach (var document in pages.Current)
                {
                    WriteDocument(document);
                }
            }
        }
        finally
        {
            // After Select-Object -First the pipeline is stopped; the page on its way is cancelled.
            _ = Bridge.Start(_ => pages.DisposeAsync().AsTask());
        }
    }

    private void WriteDocument(DocumentFields document)
    {
        try
        {
            WriteObject(AsHashtable ? DocumentObjects.ToHashtable(document) : DocumentObjects.ToObject(document));
        }
        catch (WxCloudException e)
        {
            WriteError(document.TryGet("_id", out var id) ? e.For($"{id}") : e);
        }
    }
}
