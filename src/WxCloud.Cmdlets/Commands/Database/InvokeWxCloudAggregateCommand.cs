using System.Collections;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Documents;
using WxCloud.Database.Parsing;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Runs an aggregation pipeline on a collection.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WxCloudAggregate", DefaultParameterSetName = ByStage)]
[OutputType(typeof(PSObject), typeof(Hashtable))]
public sealed class InvokeWxCloudAggregateCommand : EnvironmentCommand
{
    private const string ByStage = "Stage";
    private const string ByQuery = "Query";

    /// <summary>The collection.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByStage)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string Collection { get; set; } = string.Empty;

    /// <summary>The stages, one hashtable or JSON text each.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByStage)]
    [ValidateNotNullOrEmpty]
    public object[] Stage { get; set; } = [];

    /// <summary>A statement that ends with end().</summary>
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

    private protected override void End()
    {
        var environmentId = RequiredEnvironment;
        var aggregates = Connected.Engine.Aggregates;
        var documents = Query is null
            ? Run(token => aggregates.RunAsync(environmentId, Collection, [.. Stage.SelectMany(DocumentConverter.Expand).Select(static stage => (object?)DocumentConverter.ToFields(stage, "-Stage"))], token))
            : Run(token => aggregates.RunAsync(environmentId, ParsedStatement.Parse(Query, Parameter is null ? [] : DocumentConverter.ToFields(Parameter, "-Parameter"), "end"), token));
        foreach (var document in documents)
        {
            WriteObject(AsHashtable ? DocumentObjects.ToHashtable(document) : DocumentObjects.ToObject(document));
        }
    }
}
