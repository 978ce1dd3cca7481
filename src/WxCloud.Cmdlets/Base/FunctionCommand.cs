using System.Management.Automation;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Documents;
using WxCloud.Database.Values;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that has a cloud function called.</summary>
public abstract class FunctionCommand : EnvironmentCommand
{
    private protected FunctionCommand()
    {
    }

    /// <summary>The function.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FunctionNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The event: a hashtable, an object with properties, or the JSON of an object.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The event as JSON. A text is sent as it is.</summary>
    private protected string EventJson => (InputObject is PSObject { BaseObject: var inner } ? inner : InputObject) switch
    {
        null => "{}",
        string json => json,
        _ => DocumentJson.WritePlain(DocumentConverter.ToDocument(InputObject!)),
    };
}
