using System.Management.Automation;
using WxCloud.Backups.Format;
using WxCloud.Backups.Restore;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Queue;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Puts a backup's files and documents into an environment.</summary>
[Cmdlet(VerbsData.Restore, "WxCloudEnvironment", DefaultParameterSetName = Everything, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudRestore))]
public sealed class RestoreWxCloudEnvironmentCommand : EnvironmentCommand
{
    private const string Everything = "Everything";
    private const string OnlyFiles = "FilesOnly";
    private const string OnlyDocuments = "DocumentsOnly";

    private WxCloudRestore? _plan;
    private bool _isPlanning;

    /// <summary>The folder of the backup.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Leaves the documents out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnlyFiles)]
    public SwitchParameter FilesOnly { get; set; }

    /// <summary>Leaves the files out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnlyDocuments)]
    public SwitchParameter DocumentsOnly { get; set; }

    /// <summary>The folders of the storage; else all files.</summary>
    [Parameter(ParameterSetName = Everything)]
    [Parameter(ParameterSetName = OnlyFiles)]
    [ValidateNotNullOrEmpty]
    public string[] Prefix { get; set; } = [];

    /// <summary>The collections; else all.</summary>
    [Parameter(ParameterSetName = Everything)]
    [Parameter(ParameterSetName = OnlyDocuments)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Collection { get; set; } = [];

    /// <summary>What happens with files and documents that the environment has with another content.</summary>
    [Parameter]
    public WxConflictMode ConflictMode { get; set; } = WxConflictMode.Insert;

    /// <summary>Restores what is there of a backup that is not complete.</summary>
    [Parameter]
    public SwitchParameter AllowIncomplete { get; set; }

    /// <summary>The file for the documents whose fileIDs were rewritten; else one in the folder of the backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>The number of files sent at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected override void Process()
    {
        var paths = new LocalPaths(SessionState.Path);
        var options = new RestoreOptions
        {
            EnvironmentId = RequiredEnvironment,
            Path = System.IO.Path.GetFullPath(paths.Literal(Path)),
            Scope = FilesOnly ? BackupScope.Files : DocumentsOnly ? BackupScope.Documents : BackupScope.All,
            Prefixes = Prefix,
            Collections = Collection,
            ConflictMode = ConflictMode,
            AllowIncomplete = AllowIncomplete,
            ReportPath = ReportPath is null ? null : System.IO.Path.GetFullPath(paths.Literal(ReportPath)),
            ThrottleLimit = ThrottleLimit,
        };
        var restore = Connected.Engine.Restore;
        if (ShouldProcess(Describe(restore, options), Texts.Format("Restore.Action")))
        {
            var meter = ShowProgress(Texts.Format("Restore.Activity", options.EnvironmentId));
            WriteStream(token => restore.RunAsync(options, meter, token));
        }
    }

    private protected override void WriteResult(object? result)
    {
        if (_isPlanning)
        {
            _plan = (WxCloudRestore?)result;
        }
        else
        {
            base.WriteResult(result);
        }
    }

    /// <summary>What would be done, counted where the user sees it.</summary>
    private string Describe(EnvironmentRestore restore, RestoreOptions options)
    {
        if (!IsPreview)
        {
            return Texts.Format("Restore.Target", options.Path, options.EnvironmentId);
        }

        _isPlanning = true;
        WriteStream(token => restore.RunAsync(options with { IsPlan = true }, meter: null, token));
        _isPlanning = false;
        return Texts.Format(
            "Restore.Counted", options.Path, options.EnvironmentId, _plan!.FilesSent, _plan.BytesSent, _plan.DocumentsInserted, _plan.DocumentsReplaced, _plan.DocumentsRewritten);
    }
}
