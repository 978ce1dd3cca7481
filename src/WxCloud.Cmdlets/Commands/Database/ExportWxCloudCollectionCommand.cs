using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Documents;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Migrations;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Exports a collection to a local file.</summary>
[Cmdlet(VerbsData.Export, "WxCloudCollection", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudMigration))]
public sealed class ExportWxCloudCollectionCommand : MigrationCommand
{
    /// <summary>The local file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>What the documents have to satisfy: a hashtable with values and operators, or JSON.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Filter { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void End()
    {
        var path = new LocalPaths(SessionState.Path).Literal(Path);
        var filter = Filter is null ? null : DocumentConverter.ToFields(Filter, "-Filter");
        if (ShouldProcess(Texts.Format("Migration.Export", Collection, RequiredEnvironment, path), Texts.Format("Migration.ExportAction")))
        {
            var export = new CollectionExport(RequiredEnvironment, Collection, path, TypeOf(path), filter, Force, Waits: !NoWait);
            var migrator = Connected.Engine.Migrator;
            Emit(Run(token => migrator.ExportAsync(export, Report, token)));
        }
    }
}
