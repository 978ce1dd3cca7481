using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Migrations;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Imports local files into a collection.</summary>
[Cmdlet(VerbsData.Import, "WxCloudCollection", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudMigration))]
public sealed class ImportWxCloudCollectionCommand : MigrationCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The local files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByPath, ValueFromPipeline = true)]
    [PathText]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The local files, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What happens with documents whose _id exists.</summary>
    [Parameter]
    public WxConflictMode ConflictMode { get; set; } = WxConflictMode.Insert;

    /// <summary>Ends the job at the first document that cannot be imported.</summary>
    [Parameter]
    public SwitchParameter StopOnError { get; set; }

    private protected override void Process()
    {
        var paths = new LocalPaths(SessionState.Path);
        foreach (var given in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            try
            {
                foreach (var item in paths.Find(given, ParameterSetName == ByLiteralPath))
                {
                    Import(item.Item, item.Require().FullPath);
                }
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                WriteError(e);
            }
        }
    }

    private void Import(string given, string path)
    {
        if (!ShouldProcess(Texts.Format("Migration.Import", given, Collection, RequiredEnvironment), Texts.Format("Migration.ImportAction")))
        {
            return;
        }

        var import = new CollectionImport(RequiredEnvironment, Collection, path, TypeOf(path), ConflictMode, StopOnError, Waits: !NoWait);
        var migrator = Connected.Engine.Migrator;
        Emit(Run(token => migrator.ImportAsync(import, Report, token)));
    }
}
