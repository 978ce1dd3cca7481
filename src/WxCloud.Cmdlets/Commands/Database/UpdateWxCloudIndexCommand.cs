using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Database;
using WxCloud.Database.Calls;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Creates and drops indexes of a collection.</summary>
[Cmdlet(VerbsData.Update, "WxCloudIndex", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UpdateWxCloudIndexCommand : CollectionCommand
{
    /// <summary>The indexes to create: hashtables with name, keys and unique, or JSON.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] Create { get; set; } = [];

    /// <summary>The names of the indexes to drop.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Drop { get; set; } = [];

    private protected override void End()
    {
        var environmentId = RequiredEnvironment;
        var create = Create.SelectMany(DocumentConverter.Expand).Select(static given => IndexDefinition.Read(DocumentConverter.ToFields(given, "-Create"))).ToList();
        var drop = Drop.Select(static name => new IndexToDrop(name)).ToList();
        var names = string.Join(", ", create.Select(static index => "+" + index.Name).Concat(Drop.Select(static name => "-" + name)));
        var client = Connected.Engine.Collections;
        if (names.Length > 0 && ShouldProcess(Texts.Format("Collection.Target", Collection, environmentId), Texts.Format("Collection.Index", names)))
        {
            Attempt(Collection, token => client.UpdateIndexesAsync(environmentId, Collection, create, drop, token));
        }
    }
}
