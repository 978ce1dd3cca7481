using System;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Model;
using WxCloud.Orphans;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Finds stored files that no document names, and documents whose file is not stored.</summary>
[Cmdlet(VerbsCommon.Find, "WxCloudOrphan")]
[OutputType(typeof(WxCloudOrphan))]
public sealed class FindWxCloudOrphanCommand : EnvironmentCommand
{
    /// <summary>The collections whose documents name files; else all of the environment.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string[] Collection { get; set; } = [];

    /// <summary>The fields that name files, with dots between levels; else all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Property { get; set; } = [];

    /// <summary>The beginning of the cloud paths to look at, as plain text; else all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>The age from which on a file can be an orphan. A number is seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan MinimumAge { get; set; }

    /// <summary>Further host names at which the files of the environment are served.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Domain { get; set; } = [];

    private protected override void End()
    {
        var search = new OrphanSearch(RequiredEnvironment)
        {
            Collections = Collection,
            Properties = Property,
            Prefix = Prefix,
            MinimumAge = MinimumAge,
            Domains = Domain,
        };
        var finder = Connected.Engine.Orphans;
        var meter = ShowSearch(Texts.Format("Orphan.Activity"));
        foreach (var outcome in new PulledItems<Outcome<string, WxCloudOrphan>>(Bridge, cancellationToken => finder.FindAsync(search, meter, cancellationToken)).Read())
        {
            if (outcome.Error is { } error)
            {
                WriteError(error);
            }
            else
            {
                WriteObject(outcome.Value);
            }
        }
    }
}
